import { call, once, refusal, sql } from '../../emit/sql.ts'
import { type FunctionRow, scalar } from '../row.ts'

/** What externaldata calls: all records of a file at once. */
export const externalFunctions: readonly FunctionRow[] = [
  scalar(
    'external_records',
    ['string', 'string'],
    ([file, format]) =>
      once(call('kql_external_records', [file!.sql, format!.sql]), records => {
        const reason = `its file could not be read as ${format!.constant}`
        return sql`CASE WHEN ${records} IS NULL THEN ${refusal('externaldata', reason)} ELSE ${records} END`
      }),
    ['17.4'],
  ),
]
