import type { Diagnosed } from '@tripline/diagnostics'
import { commandReport } from '../command-line/command-report.ts'

/** Values to try for a parameter, as a query writes them. */
export interface ParameterSweep {
  readonly name: string
  readonly values: readonly string[]
}

const most = 100

/** Reads `failures=5..50:5`; without a step, it is 1. */
export function readSweep(text: string): Diagnosed<ParameterSweep> {
  const value = sweepOf(text)
  if (value) return { value, diagnostics: [] }
  const expected = `NAME=FROM..TO:STEP, such as failures=5..50:5, of at most ${most} values`
  return { diagnostics: [commandReport['option-value'](undefined, '--sweep', text, expected)] }
}

function sweepOf(text: string): ParameterSweep | undefined {
  const number = String.raw`(-?\d{1,12}(?:\.\d{1,6})?)`
  const [, name, from, to, step = '1'] = new RegExp(`^(\\w+)=${number}\\.\\.${number}(?::${number})?$`).exec(text) ?? []
  if (name === undefined || from === undefined || to === undefined) return undefined
  const digits = Math.max(...[from, to, step].map(written => (written.split('.')[1] ?? '').length))
  const [first, last, by] = [from, to, step].map(written => Math.round(Number(written) * 10 ** digits)) as [
    number,
    number,
    number,
  ]
  if (by <= 0 || last < first || (last - first) / by >= most) return undefined
  const count = Math.floor((last - first) / by) + 1
  const values = Array.from({ length: count }, (_, index) => ((first + index * by) / 10 ** digits).toFixed(digits))
  return { name, values }
}
