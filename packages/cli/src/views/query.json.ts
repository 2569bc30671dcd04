import { jsonText } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { ResultTable } from '../query/result-table.ts'

/** `"columns":[{"name","type"}],"rows":[[…]]`, the members that a document about a result has. */
export const resultMembers = ({ columns, rows }: ResultTable): string =>
  `"columns":${JSON.stringify(columns)},"rows":[${rows.map(row => `[${row.join(',')}]`).join(',')}]`

export const showResultJson = (result: ResultTable, { stdout }: Io): void =>
  stdout.write(jsonText(`{${resultMembers(result)}}\n`))
