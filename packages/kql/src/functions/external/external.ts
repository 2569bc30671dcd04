import { call, computeOnce, refusal, sql } from '../../sql/sql.ts'
import { type Family, scalar } from '../row.ts'
import { externalRecordUdfs } from './external-records.ts'

/** The function that externaldata calls: all records of a file at once. */
export const externalFunctions: Family = {
  udfs: [externalRecordUdfs],
  rows: [
    scalar(
      'external_records',
      ['string', 'string'],
      ([file, format]) =>
        computeOnce(call(externalRecordUdfs.external_records, [file!.sql, format!.sql]), records => {
          return sql`CASE WHEN ${records} IS NULL THEN ${refusal('external-file', String(format!.constant))} ELSE ${records} END`
        }),
      ['17.4'],
    ),
  ],
}
