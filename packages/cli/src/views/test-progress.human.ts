import { counted, type Printable, text } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { CaseReport } from '@tripline/replay'
import type { Io } from '../process/io.ts'
import { progress } from './progress.human.ts'

interface CaseProgress {
  /** Shows that a case has ended. */
  readonly ended: (report: CaseReport) => void
  /** Clears the line. */
  readonly end: () => void
}

const width = 20

/** A bar of the test files that are under way or done, the number of cases, and the last one, on a terminal. */
export function caseProgress(files: readonly Pick<FilePath, 'path'>[], io: Io): CaseProgress {
  const line = progress(io)
  const begun = new Set<string>()
  let cases = 0
  return {
    ended({ rule, case: name, span }) {
      begun.add(span.file.path)
      cases += 1
      line.show(text`${bar(begun.size, files.length)} ${counted(cases, 'case')} ${rule} ${name}`)
    },
    end: () => line.end(),
  }
}

function bar(part: number, whole: number): Printable {
  const full = Math.floor((width * Math.min(part, whole)) / whole)
  return text`[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${part}/${whole}`
}

/** Says that not every case was run. */
export const showBail = ({ stderr }: Io): void => stderr.write(text`Stopped after the first case that did not pass.\n`)
