import { sql } from '../emit/sql.ts'
import { type FunctionRow, scalar, udf } from './row.ts'

/** What the parse operators call: the texts of all columns at once, and one of them. */
export const parsingFunctions: readonly FunctionRow[] = [
  udf('parse_text', ['15.1', '15.2', '15.3']),
  udf('parse_kv', ['15.5']),
  scalar(
    'text_at',
    ['dynamic', 'long'],
    ([texts, index]) => sql`coalesce(json_extract_string(${texts!.sql}, ${index!.sql}), '')`,
    ['15.1'],
  ),
]
