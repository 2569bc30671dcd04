import type { ColumnType } from '@tripline/schemas'
import { convert } from './conversion.ts'
import { scalar } from './row.ts'

/** `tostring`, `toint` … : what does not convert is null, '' for strings (semantics 5.7, 7). */
const to = (names: string | readonly string[], type: ColumnType, rules: readonly string[]) =>
  scalar(names, ['any'], ([operand]) => convert(operand!, type).sql, rules)

export const conversionFunctions = [
  to('tostring', 'string', ['7.1', '7.2', '7.3']),
  to('toint', 'int', ['5.7', '8.11']),
  to('tolong', 'long', ['5.7', '6.5', '8.11']),
  to(['todouble', 'toreal'], 'real', ['5.7', '8.11']),
  to('todecimal', 'decimal', ['5.10']),
  to(['tobool', 'toboolean'], 'bool', ['1.10']),
  to('todatetime', 'datetime', ['6.4', '6.5']),
  to(['totimespan', 'totime'], 'timespan', ['6.7']),
  to('toguid', 'guid', ['1.12']),
]
