import { dirname, join, resolve } from 'node:path'
import { entryKind, type FilePath } from '@tripline/files'
import { isTestFile, listDetections, type Project, readSource } from '@tripline/project'
import { loadTestFile } from '@tripline/rules'

/** The test files of the project that name one of the rules, and those beside a rule that are named after it. */
export async function testsOfRules(rules: readonly FilePath[], project: Project): Promise<readonly FilePath[]> {
  if (rules.length === 0) return []
  const { value } = await listDetections(project.detections)
  const wanted = new Set(rules.map(({ path }) => resolve(path)))
  const tests = value?.tests ?? []
  const tested = await Promise.all(tests.map(ruleOfTests))
  const naming = tests.filter((_, index) => tested[index] !== undefined && wanted.has(tested[index]))
  return [...naming, ...rules.flatMap(besides)]
}

/** The rule that a test file names; undefined if the file cannot be read. */
async function ruleOfTests(file: FilePath): Promise<string | undefined> {
  const { value: source } = await readSource(file)
  const rule = source && loadTestFile(source).rule
  return rule && resolve(join(dirname(file.path), rule.value))
}

/** `NAME.test.yaml` beside `NAME.yaml`, readable or not. */
const besides = ({ path, root }: FilePath): readonly FilePath[] =>
  ['.test.yaml', '.test.yml']
    .map(ending => ({ path: path.replace(/\.ya?ml$/, ending), root }))
    .filter(file => isTestFile(file) && entryKind(file.path) !== undefined)
