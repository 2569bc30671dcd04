import { jsonText } from '@tripline/diagnostics'
import { alertJson, type RuleRun } from '@tripline/replay'
import type { Io } from '../process/io.ts'
import { resultOfRows } from '../query/result-of-rows.ts'
import { resultMembers } from './query.json.ts'

/** `{"alerts":[…],"columns":[…],"rows":[[…]]}`, alerts as in the report of `test`. */
export const showRunJson = ({ alerts, rows }: RuleRun, { stdout }: Io): void =>
  stdout.write(jsonText(`{"alerts":${JSON.stringify(alerts.map(alertJson))},${resultMembers(resultOfRows(rows))}}\n`))
