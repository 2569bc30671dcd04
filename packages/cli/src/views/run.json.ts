import { jsonText } from '@tripline/diagnostics'
import { alertJson, type RuleRun } from '@tripline/replay'
import type { Io } from '../process/io.ts'
import type { ResultTable } from '../query/result-table.ts'
import { resultMembers } from './query.json.ts'

/** `{"alerts":[…],"columns":[…],"rows":[[…]]}`, alerts as in the report of `test`. */
export const showRunJson = ({ alerts }: RuleRun, rows: ResultTable, { stdout }: Io): void =>
  stdout.write(jsonText(`{"alerts":${JSON.stringify(alerts.map(alertJson))},${resultMembers(rows)}}\n`))
