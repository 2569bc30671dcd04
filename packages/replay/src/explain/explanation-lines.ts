import { instantText } from '../run/scheduled-run.ts'
import { type Explanation, stageName } from './explanation.ts'
import { lineOf } from './explanation-json.ts'

/** An explanation for the report of a case: the rows after each operator on one line, and a line for each cause. */
export function explanationLines({ at, stages, causes }: Explanation): readonly string[] {
  if (causes.length === 0) return []
  const rows = stages.map(stage => `${stageName(stage)} ${stage.rowsOut}`)
  const reasons = causes.map(({ kind, span, text }) => `${kind} on line ${lineOf(span)}: ${text}`)
  return [`rows after ${rows.join(', ')}`, ...reasons].map(line => `${instantText(at)}: ${line}`)
}
