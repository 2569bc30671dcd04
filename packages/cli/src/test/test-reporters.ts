import { type Diagnosed, type Diagnostic, lookUp } from '@tripline/diagnostics'
import { type FilePath, named } from '@tripline/files'
import type { TestReport } from '@tripline/replay'
import { commandReport } from '../command-line/command-report.ts'
import { type FileView, testFileViews } from '../views/test.file.ts'
import { writeWhole } from '../write/write-whole.ts'

/** A report to a file, in addition to the one that is shown. */
export interface Reporter {
  readonly file: FilePath
  readonly render: FileView
}

const names = Object.keys(testFileViews)

/** `junit=FILE` and the like; `pretty` is the report that is shown anyway. */
export function readReporters(written: readonly string[]): Diagnosed<readonly Reporter[]> {
  const reporters: Reporter[] = []
  const diagnostics: Diagnostic[] = []
  for (const text of written) {
    const [, name = text, path] = /^([^=]*)=(.+)$/s.exec(text) ?? []
    const render = lookUp(testFileViews, name)
    if (render && path !== undefined) reporters.push({ file: named(path), render })
    else if (text !== 'pretty') {
      const expected = `pretty or ${names.map(name => `${name}=FILE`).join(', ')}`
      diagnostics.push(commandReport['option-value'](undefined, '--reporter', text, expected))
    }
  }
  return diagnostics.length > 0 ? { diagnostics } : { value: reporters, diagnostics }
}

/** Writes the reports; returns why some could not be written. */
export async function writeReports(reporters: readonly Reporter[], result: TestReport): Promise<readonly Diagnostic[]> {
  const refused = await Promise.all(reporters.map(({ file, render }) => writeWhole(file, String(render(result)))))
  return refused.flat()
}
