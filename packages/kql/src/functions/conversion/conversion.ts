import type { ColumnType } from '@tripline/schemas'
import { constantOf, type Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, type Sql, value } from '../../sql/sql.ts'
import { type Family, type Operand, type ScalarRow, scalar } from '../row.ts'
import { castUdfs } from './cast.ts'
import { convert, convertible } from './convert.ts'
import { dynamicCastUdfs } from './dynamic-cast.ts'
import { expandCastUdfs } from './expand-cast.ts'
import { textCastUdfs } from './text-cast.ts'

/** `tostring`, `toint` and so on: whatever does not convert is null, or '' for strings (semantics 5.7, 7). */
const to = (
  names: string | readonly string[],
  type: ColumnType,
  rules: readonly string[],
  { refuses = () => undefined, ...options }: Pick<ScalarRow, 'refuses' | 'unsettled'> = {},
) =>
  scalar(names, ['any'], ([operand]) => convert(operand!, type).sql, rules, {
    refuses: args => unlike(args, type) ?? refuses(args),
    ...options,
  })

const unlike = ([arg]: readonly Expression[], type: ColumnType): ArgumentRefusal | undefined =>
  arg && arg.type !== 'struct' && !convertible(arg.type, type) ? because('undocumented-types', arg.type) : undefined

/** Types whose conversion no case shows. */
const of =
  (...types: readonly ColumnType[]) =>
  ([arg]: readonly Expression[]): ArgumentRefusal | undefined =>
    arg && types.some(type => type === arg.type) ? because('undocumented-types', arg.type) : undefined

/** The service folds constants this large differently from the same values in a column (semantics 5.7). */
const hugeConstant = ([arg]: readonly Expression[]): ArgumentRefusal | undefined => {
  const inner = arg?.op === 'call' && (arg.name === 'todouble' || arg.name === 'toreal') ? arg.args[0] : arg
  const value = inner?.type === 'real' || inner !== arg ? constantOf(inner) : undefined
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return undefined
  const huge = (typeof value === 'number' || typeof value === 'bigint') && Math.abs(Number(value)) >= 2 ** 31
  return huge ? because('huge-constant') : undefined
}

const isInfinite = (operand: Operand): boolean =>
  operand.type === 'real' &&
  typeof operand.constant === 'number' &&
  Math.abs(operand.constant) === Number.POSITIVE_INFINITY

/** A constant infinity does not convert to long (semantics 5.7). */
const toLong = ([operand]: readonly Operand[]): Sql =>
  isInfinite(operand!) ? value(null, 'long') : convert(operand!, 'long').sql

/** Blanks around a constant are ignored, while some in rows are not (semantics 1.10). */
const toBool = ([operand]: readonly Operand[]): Sql =>
  operand!.type === 'string' && typeof operand!.constant === 'string'
    ? call(textCastUdfs.bool_of_text, [operand!.sql])
    : convert(operand!, 'bool').sql

export const conversionFunctions: Family = {
  udfs: [castUdfs, dynamicCastUdfs, expandCastUdfs, textCastUdfs],
  rows: [
    to('tostring', 'string', ['7.1', '7.2', '7.3']),
    to('toint', 'int', ['5.7', '8.11'], { refuses: hugeConstant }),
    scalar('tolong', ['any'], toLong, ['5.7', '6.5', '8.11'], {
      refuses: args => unlike(args, 'long') ?? hugeConstant(args),
    }),
    to(['todouble', 'toreal'], 'real', ['5.7', '8.11']),
    to('todecimal', 'decimal', ['5.10'], { unsettled: { 0: ['blanks', 'infinite'] } }),
    scalar(['tobool', 'toboolean'], ['any'], toBool, ['1.10'], {
      refuses: args => unlike(args, 'bool'),
      unsettled: { 0: ['nan', 'infinite'] },
    }),
    scalar('parsed_bool', ['string'], ([text]) => call(textCastUdfs.bool_of_text, [text!.sql]), ['1.10']),
    to('todatetime', 'datetime', ['6.4', '6.5']),
    to(['totimespan', 'totime'], 'timespan', ['6.7'], {
      refuses: of('int', 'long', 'real', 'decimal'),
      unsettled: { 0: ['number'] },
    }),
    to('toguid', 'guid', ['1.12']),
  ],
}
