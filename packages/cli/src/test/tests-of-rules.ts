import { basename, dirname, join, resolve } from 'node:path'
import { entryKind, type FilePath } from '@tripline/files'
import { isTestFile, listDetections, type Project, readSource } from '@tripline/project'
import { loadTestFile } from '@tripline/rules'

/** The test files of the project that name one of the rules, and those next to a rule that are named after it. */
export async function testsOfRules(rules: readonly FilePath[], project: Project): Promise<readonly FilePath[]> {
  if (rules.length === 0) return []
  const { value } = await listDetections(project.detections)
  const wanted = new Set(rules.map(({ path }) => resolve(path)))
  const tests = value?.tests ?? []
  const mayName = naming(rules.map(({ path }) => basename(path)))
  const tested = await Promise.all(tests.map(file => ruleOfTests(file, mayName)))
  const about = tests.filter((_, index) => tested[index] !== undefined && wanted.has(tested[index]))
  return [...about, ...rules.flatMap(besides)]
}

const plainName = /^[\p{L}\p{N}_.@+-]+$/u

/** YAML that spells a character otherwise, or a line break that is none. */
const escaped = /\\[xuU\r\n]/

/** Whether a test file with that text may name one of the rules. Most do not, and need not be parsed. */
const naming =
  (names: readonly string[]) =>
  (text: string): boolean =>
    escaped.test(text) || names.some(name => !plainName.test(name) || text.includes(name))

/** The rule that a test file names; undefined if the file cannot be read or names others. */
async function ruleOfTests(file: FilePath, mayName: (text: string) => boolean): Promise<string | undefined> {
  const { value: source } = await readSource(file)
  const rule = source && mayName(source.text) ? loadTestFile(source).rule : undefined
  return rule && resolve(join(dirname(file.path), rule.value))
}

/** `NAME.test.yaml` next to `NAME.yaml`, readable or not. */
const besides = ({ path, root }: FilePath): readonly FilePath[] =>
  ['.test.yaml', '.test.yml']
    .map(ending => ({ path: path.replace(/\.ya?ml$/, ending), root }))
    .filter(file => isTestFile(file) && entryKind(file.path) !== undefined)
