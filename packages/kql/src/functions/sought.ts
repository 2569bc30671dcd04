import type { Call, Expression } from '../plan/expression.ts'
import { isNoNumber } from './dynamic/dynamic-path.ts'
import { functionRow } from './registry.ts'

/** What a call looks at, where only texts are sought in it with which no number is written: its text then says all. */
export function soughtIn({ name, args: [subject, ...sought] }: Call): Expression | undefined {
  const row = functionRow(name, 'scalar')
  if (row?.kind !== 'scalar' || !row.seeks || !sought.every(isNoNumber)) return undefined
  return subject?.op === 'call' && subject.name === 'tostring' ? subject.args[0] : subject
}
