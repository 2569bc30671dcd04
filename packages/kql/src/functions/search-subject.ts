import type { Call, Expression } from '../plan/expression.ts'
import { isNonNumeric } from './dynamic/dynamic-path.ts'
import { functionRow } from './registry.ts'

/** The subject of a text search. If none of the search texts can be part of a number, its plain text is enough. */
export function searchSubject({ name, args: [subject, ...sought] }: Call): Expression | undefined {
  const row = functionRow(name, 'scalar')
  if (row?.kind !== 'scalar' || !row.seeks || !sought.every(isNonNumeric)) return undefined
  return subject?.op === 'call' && subject.name === 'tostring' ? subject.args[0] : subject
}
