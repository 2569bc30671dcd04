import { isDeepStrictEqual } from 'node:util'
import type { Diagnostic, SourceFile } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { readSource } from '@tripline/project'
import { type CaseReport, compare, expectedAlertJson, type TestReport, todoPath } from '@tripline/replay'
import { loadTestFile, type TestCase, writeExpectation } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import { writeWhole } from '../write/write-whole.ts'

/** What was written. */
export interface UpdatedFile {
  readonly file: FilePath
  readonly cases: number
}

export interface Updated {
  readonly files: readonly UpdatedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Whether a case only lacks its expectation. A silence that proves nothing is not worth expecting. */
const isTodo = ({ status, differences }: CaseReport): boolean =>
  status === 'failed' && differences.length === 1 && differences[0]!.path === todoPath

/** Writes the alerts of cases marked `expect: todo` into their files. Other expectations and cases stay as they are. */
export async function updateExpectations(
  { cases }: Pick<TestReport, 'cases'>,
  files: readonly FilePath[],
): Promise<Updated> {
  const updated: UpdatedFile[] = []
  const diagnostics: Diagnostic[] = []
  for (const file of files) {
    const todo = cases.filter(report => report.span.file.path === file.path && isTodo(report))
    if (todo.length === 0) continue
    const source = await readSource(file)
    const text = source.value && rewritten(source.value, todo)
    const found =
      text === undefined ? [commandReport['todo-unwritable'](undefined, file.path)] : await writeWhole(file, text)
    diagnostics.push(...found)
    if (found.length === 0) updated.push({ file, cases: todo.length })
  }
  return { files: updated, diagnostics }
}

/** The text with every expectation; undefined if it would not say what was raised, or anything else differently. */
function rewritten(source: SourceFile, todo: readonly CaseReport[]): string | undefined {
  const before = loadTestFile(source).value?.cases
  if (!before || source.text !== todo[0]!.span.file.text) return undefined
  // From the last, so that the spans of the others stay right.
  let { text } = source
  for (const { expect, schedule, name } of [...before].reverse()) {
    const report = todo.find(one => one.case === name.value)
    if (!report) continue
    const alerts = report.alerts.map(alert => expectedAlertJson(alert, { at: schedule.kind === 'replay' }))
    text = writeExpectation({ ...expect.span, file: { ...source, text } }, { alerts })
  }
  const after = loadTestFile({ ...source, text })
  if (after.diagnostics.length > 0 || after.value?.cases.length !== before.length) return undefined
  const says = after.value.cases.every((testCase, index) => {
    const report = todo.find(one => one.case === testCase.name.value)
    return report
      ? compare(testCase.expect, report).length === 0
      : isDeepStrictEqual(withoutSpans(testCase), withoutSpans(before[index]!))
  })
  return says ? text : undefined
}

const withoutSpans = (testCase: TestCase): unknown =>
  JSON.parse(
    JSON.stringify(testCase, (key, value) =>
      key === 'span' ? undefined : typeof value === 'bigint' ? `${value}` : value,
    ),
  )
