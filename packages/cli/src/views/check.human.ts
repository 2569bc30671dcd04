import { counted, joined, printable, printableLines, renderHuman, type Severity, text } from '@tripline/diagnostics'
import type { CheckReport } from '../check/check-paths.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'

const nouns = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>

/** The findings, then a line with what was checked. */
export function showCheck(report: CheckReport, io: Io): void {
  const { rules, tests, functions, automationRules, diagnostics } = report
  const palette = paletteOf(io.stdout, io)
  const found = (Object.keys(nouns) as Severity[]).flatMap(severity => {
    const number = diagnostics.filter(diagnostic => diagnostic.severity === severity).length
    return number > 0 ? [palette[severity](printable(counted(number, nouns[severity])))] : []
  })
  const stored = functions > 0 ? [counted(functions, 'function')] : []
  const automation = automationRules > 0 ? [counted(automationRules, 'automation rule')] : []
  const judged = [counted(rules, 'rule'), ...stored, ...automation, counted(tests, 'test file')].join(', ')
  if (diagnostics.length > 0) io.stdout.write(text`${renderHuman(diagnostics, palette)}\n\n`)
  io.stdout.write(text`${judged}: ${found.length > 0 ? joined(found, ', ') : 'no findings'}\n`)
}

export const showPage = (page: string, { stdout }: Io): void => stdout.write(text`${printableLines(page.trimEnd())}\n`)
