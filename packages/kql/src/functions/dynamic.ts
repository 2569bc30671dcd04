import { call, sql, text } from '../emit/sql.ts'
import { arrayUdfs } from '../udf/array.ts'
import { dynamicUdfs } from '../udf/dynamic.ts'
import type { Udf } from '../udf/udf.ts'
import { convert } from './conversion.ts'
import { type FunctionRow, scalar, udf } from './row.ts'

/** A JSON path of one key, quoted so that any key can be named. */
const pathOf = (key: string): string => `$."${key.replaceAll('"', '\\"')}"`

/** Keys that the database's JSON paths take as they are. */
const plainKey = /^[^"\\*]*$/

const named = (name: string, rules: readonly string[], udfs: readonly Udf[]): FunctionRow =>
  udf(udfs.find(candidate => candidate.name === name)!, rules)

export const dynamicFunctions: readonly FunctionRow[] = [
  scalar(
    'dynamic_key',
    ['dynamic', 'string'],
    ([subject, key]) =>
      typeof key!.constant === 'string' && plainKey.test(key!.constant)
        ? sql`nullif(CAST(json_extract(${subject!.sql}, ${text(pathOf(key!.constant))}) AS VARCHAR), 'null')`
        : call('kql_dynamic_key', [subject!.sql, key!.sql]),
    ['8.1', '8.2'],
  ),
  scalar(
    'dynamic_index',
    ['dynamic', 'long'],
    ([subject, index]) => call('kql_dynamic_index', [subject!.sql, index!.sql]),
    ['8.1', '8.2'],
  ),
  scalar(
    'dynamic_element',
    ['dynamic', 'dynamic'],
    ([subject, key]) => call('kql_dynamic_element', [subject!.sql, key!.sql]),
    ['8.2'],
  ),
  scalar(
    ['parse_json', 'todynamic', 'parsejson', 'toobject'],
    ['any'],
    ([operand]) =>
      operand!.type === 'dynamic' ? operand!.sql : call('kql_parse_json', [convert(operand!, 'string').sql]),
    ['8.4', '8.5'],
  ),
  udf(arrayUdfs.find(({ name }) => name === 'array_length')!, ['8.13'], ['array_length', 'arraylength']),
  named('pack_array', ['8.17'], arrayUdfs),
  named('strcat_array', ['4.7'], arrayUdfs),
  named('array_concat', ['8.13'], arrayUdfs),
  named('dynamic_to_json', ['8.18'], dynamicUdfs),
]
