import { type Diagnosed, type Diagnostic, lookUp, nearest } from '@tripline/diagnostics'
import { type FilePath, named } from '@tripline/files'
import type { RuleScore, TestReport } from '@tripline/replay'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type FileView, testFileViews } from '../views/test.file.ts'
import { jsonView, prettyView, type TestView, testViews } from '../views/test.ts'
import { writeWhole } from '../write/write-whole.ts'

interface Written {
  readonly file: FilePath
  readonly render: FileView
}

export interface Reporters {
  /** Folders for reports of many pages. */
  readonly folders: readonly FilePath[]
  /** Standard output, in this order. */
  readonly shown: readonly TestView[]
  readonly written: readonly Written[]
}

const names = [...Object.keys(testViews), ...Object.keys(testFileViews), 'html']
const expected = [
  ...Object.keys(testViews),
  ...Object.keys(testFileViews).map(name => `${name}=FILE`),
  'html=DIR',
].join(', ')

/** The reports that --reporter and --format ask for; on standard output `pretty`, unless they name another. */
export function readReporters({ reporter: texts = [], format, show, verbose }: Args<'test'>): Diagnosed<Reporters> {
  const pretty = prettyView({ alerts: show === 'alerts', activity: verbose })
  const shown: TestView[] = []
  const written: Written[] = []
  const folders: FilePath[] = []
  const diagnostics: Diagnostic[] = []
  for (const text of texts) {
    const [, name = text, path] = /^([^=]*)=(.+)$/s.exec(text) ?? []
    const view = lookUp(testViews, text)
    const render = lookUp(testFileViews, name)
    if (view) shown.push(view === testViews.pretty ? pretty : view)
    else if (name === 'html' && path !== undefined) folders.push(named(path))
    else if (render && path !== undefined) written.push({ file: named(path), render })
    else diagnostics.push(commandReport['option-value'](undefined, '--reporter', text, expected, nearest(name, names)))
  }
  if (format === 'json' && shown.length > 0) {
    const conflict = '--format json and a --reporter without =FILE both write to standard output'
    diagnostics.push(commandReport['option-conflict'](undefined, conflict))
  }
  if (format === 'json' || (shown.length > 0 && !shown.includes(pretty))) {
    const conflicts = [
      ...(show ? ['--show is for the pretty report; the JSON report always has the alerts'] : []),
      ...(verbose ? ['--verbose is for the pretty report'] : []),
    ]
    diagnostics.push(...conflicts.map(conflict => commandReport['option-conflict'](undefined, conflict)))
  }
  if (diagnostics.length > 0) return { diagnostics }
  const byDefault = format === 'json' ? jsonView : pretty
  return { value: { shown: shown.length > 0 ? shown : [byDefault], written, folders }, diagnostics }
}

/** Writes the reports for files; returns why some could not be written. */
export async function writeReports(
  { written }: Reporters,
  result: TestReport,
  scores: readonly RuleScore[] = [],
): Promise<readonly Diagnostic[]> {
  const write = async ({ file, render }: Written) => writeWhole(file, String(await render(result, scores)))
  const refused = await Promise.all(written.map(write))
  return refused.flat()
}
