import type { Diagnosed, Diagnostic, Located } from '@tripline/diagnostics'
import { readSource, resolveInside } from '@tripline/project'
import type { SharedLogs, TestCase } from '../document/test-file.ts'
import { loadSharedLogs } from './load-shared-logs.ts'
import type { LoadedTestFile } from './load-test-file.ts'

/**
 * The test file with what its cases include. A case is left out if something that it includes cannot be read, which is reported
 * once. No path may leave `root`.
 */
export async function includeLogs(loaded: LoadedTestFile, root: string): Promise<LoadedTestFile> {
  const { value: tests } = loaded
  if (!tests?.cases.some(({ include }) => include.length > 0)) return loaded
  const files = new Map<string, SharedLogs | undefined>()
  const diagnostics: Diagnostic[] = [...loaded.diagnostics]
  for (const path of tests.cases.flatMap(({ include }) => include)) {
    if (files.has(path.value)) continue
    const read = await readLogs(path, root)
    files.set(path.value, read.value)
    diagnostics.push(...read.diagnostics)
  }
  const cases = tests.cases.flatMap(testCase => {
    const included = testCase.include.map(({ value }) => files.get(value))
    return included.every(logs => logs !== undefined) ? [withLogs(testCase, included)] : []
  })
  return { ...loaded, value: { ...tests, cases }, diagnostics }
}

async function readLogs(path: Located<string>, root: string): Promise<Diagnosed<SharedLogs>> {
  const { value: file, diagnostics: refused } = await resolveInside(root, path)
  if (!file) return { diagnostics: refused }
  const { value: source, diagnostics } = await readSource(file, path.span)
  return source ? loadSharedLogs(source) : { diagnostics }
}

const withLogs = (testCase: TestCase, included: readonly SharedLogs[]): TestCase => ({
  ...testCase,
  data: [...included.flatMap(({ data }) => data), ...testCase.data],
  folders: [...included.flatMap(({ folders }) => folders), ...testCase.folders],
  rows: [
    ...included.flatMap(({ rows }) => rows.map(table => ({ ...table, isShared: true as const }))),
    ...testCase.rows,
  ],
})
