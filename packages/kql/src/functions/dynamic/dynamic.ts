import type { ColumnType } from '@tripline/schemas'
import { constantOf, type Expression, type ValueType } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, computeOnce, type Sql, sql, text } from '../../sql/sql.ts'
import type { Udf } from '../../values/udf.ts'
import { castDynamic, convert, convertible, dynamicAt } from '../conversion/convert.ts'
import { type Family, type FunctionRow, type Operand, scalar, udf } from '../row.ts'
import { arrayUdfs } from './array.ts'
import { arraySortUdfs } from './array-sort.ts'
import { bagUdfs } from './bag.ts'
import { dynamicUdfs } from './dynamic-value.ts'
import { sequenceUdfs } from './sequence.ts'
import { setUdfs } from './set.ts'

type RangeKind = 'long' | 'real' | 'datetime' | 'timespan'

/** What the ends and the step of a `range` are converted to. */
function rangeKinds(args: readonly { readonly type: ValueType }[]): readonly [RangeKind, RangeKind] {
  const [start] = args
  if (start?.type === 'datetime') return ['datetime', 'timespan']
  if (start?.type === 'timespan') return ['timespan', 'timespan']
  return args.some(({ type }) => type === 'real' || type === 'decimal') ? ['real', 'real'] : ['long', 'long']
}

const unlikeEnds = (args: readonly Expression[]): ArgumentRefusal | undefined => {
  const [kind, stepKind] = rangeKinds(args)
  const fits = args.every(({ type }, index) => type === 'struct' || convertible(type, index < 2 ? kind : stepKind))
  return fits ? undefined : because('range-types')
}

/** The default step of `range` is one, or an hour (semantics 8.17). */
function range(operands: readonly Operand[]): Sql {
  const [kind, stepKind] = rangeKinds(operands)
  const [start, stop, step] = operands.map((operand, index) => convert(operand, index < 2 ? kind : stepKind).sql)
  const unit = { real: sql`CAST(1 AS DOUBLE)`, long: sql`1` }[kind as string] ?? sql`36000000000`
  return call(sequenceUdfs[`range_${kind}`], [start!, stop!, step ?? unit])
}

/** `array_sort_asc(a, b, …, nulls_last)`: sorted by the first array, which alone is the value (semantics 8.14). */
const sort = (udf: Udf): FunctionRow =>
  scalar(
    udf.name,
    ['any'],
    operands => {
      const flag = operands.at(-1)!.type === 'bool' ? operands.at(-1)! : undefined
      const arrays = operands.slice(0, flag ? -1 : undefined).map(operand => operand.sql)
      return dynamicAt({ root: call(udf, [flag?.sql ?? sql`TRUE`, ...arrays]), path: '$[0]' })
    },
    ['8.14'],
    { refuses: flagFirst },
  )

const flagFirst = (args: readonly Expression[]): ArgumentRefusal | undefined =>
  args.slice(0, -1).some(({ type }) => type === 'bool') ? because('last-bool') : undefined

/** `gettype`: for a dynamic, the type of its content (semantics 8.12). */
const gettype = ([operand]: readonly Operand[]): Sql =>
  operand!.type === 'dynamic' ? call(dynamicUdfs.dynamic_gettype, [operand!.sql]) : text(operand!.type)

/** `extract_json(path, source, typeof(T))` (semantics 8.19). */
const extractJson = ([path, source, type]: readonly Operand[]): Sql => {
  const found = call(bagUdfs.extract_json, [path!.sql, source!.sql])
  const wanted = typeof type?.constant === 'string' ? (type.constant as ColumnType) : 'string'
  return wanted === 'string' ? found : castDynamic(sql`CAST(to_json(nullif(${found}, '')) AS VARCHAR)`, wanted)
}

const needsSeparateNames = (args: readonly Expression[]): ArgumentRefusal | undefined =>
  args.length % 2 === 0 || constantOf(args[0]) === undefined ? undefined : because('pairs-needed')

/** Dynamics that are not arrays, and not bags. */
const notArrays = ['bag', 'text', 'number', 'bool'] as const
const notBags = ['array', 'text', 'number', 'bool'] as const

const moved = { 0: notArrays, 1: ['null'] } as const
const sets = { rest: ['null', ...notArrays] } as const

export const dynamicFunctions: Family = {
  udfs: [arraySortUdfs, arrayUdfs, bagUdfs, dynamicUdfs, sequenceUdfs, setUdfs],
  rows: [
    udf(dynamicUdfs.dynamic_key, ['8.1', '8.2']),
    udf(dynamicUdfs.dynamic_index, ['8.1', '8.2']),
    udf(dynamicUdfs.dynamic_element, ['8.2']),
    scalar(
      ['parse_json', 'todynamic', 'parsejson', 'toobject'],
      ['any'],
      ([operand]) =>
        operand!.type === 'dynamic' ? operand!.sql : call(dynamicUdfs.parse_json, [convert(operand!, 'string').sql]),
      ['8.4', '8.5'],
    ),
    scalar('gettype', ['any'], gettype, ['8.12']),
    scalar(
      ['array_length', 'arraylength'],
      ['dynamic'],
      ([operand]) =>
        computeOnce(
          operand!.sql,
          json => sql`CASE WHEN starts_with(${json}, '[') THEN CAST(json_array_length(${json}) AS BIGINT) END`,
        ),
      ['8.13'],
    ),
    udf(arrayUdfs.array_concat, ['8.13']),
    udf(arrayUdfs.array_iff, ['8.13'], { names: ['array_iff', 'array_iif'], unsettled: { 0: notArrays } }),
    udf(arrayUdfs.array_index_of, ['8.13'], {
      defaults: [0n, -1n, 1n],
      unsettled: { 0: notArrays, 1: ['null'], 2: ['null'], 3: ['null'], 4: ['null', 'zero'] },
    }),
    udf(arrayUdfs.array_reverse, ['8.13'], { unsettled: { 0: notArrays } }),
    udf(arrayUdfs.array_rotate_left, ['8.13'], { unsettled: moved }),
    udf(arrayUdfs.array_rotate_right, ['8.13'], { unsettled: moved }),
    udf(arrayUdfs.array_shift_left, ['8.13'], { unsettled: moved }),
    udf(arrayUdfs.array_shift_right, ['8.13'], { unsettled: moved }),
    udf(arrayUdfs.array_slice, ['8.13'], { unsettled: { 0: notArrays, 1: ['null'], 2: ['null'] } }),
    udf(arrayUdfs.array_split, ['8.13'], { unsettled: { 0: notArrays, 1: ['null', 'empty', 'bag', 'text', 'bool'] } }),
    udf(arrayUdfs.array_sum, ['8.13']),
    sort(arraySortUdfs.array_sort_asc),
    sort(arraySortUdfs.array_sort_desc),
    udf(arrayUdfs.pack_array, ['8.17']),
    udf(arrayUdfs.zip, ['8.17'], { unsettled: { rest: ['null', ...notArrays] } }),
    udf(arrayUdfs.repeat, ['8.17'], { unsettled: { 1: ['null'] } }),
    scalar('range', ['any'], range, ['8.17'], {
      refuses: unlikeEnds,
      unsettled: { rest: ['null', 'nan', 'infinite'], 2: ['null', 'zero', 'negative', 'nan', 'infinite'] },
    }),
    udf(arrayUdfs.strcat_array, ['4.7'], { names: ['strcat_array', 'array_strcat'] }),
    udf(setUdfs.set_union, ['8.15'], { unsettled: sets }),
    udf(setUdfs.set_intersect, ['8.15'], { unsettled: sets }),
    udf(setUdfs.set_difference, ['8.15'], { unsettled: sets }),
    udf(setUdfs.set_equals, ['8.15'], { unsettled: sets }),
    udf(setUdfs.set_has_element, ['8.15'], { unsettled: { 0: notArrays, 1: ['null'] } }),
    udf(setUdfs.jaccard_index, ['8.15', '24.5'], { result: 'real', unsettled: { rest: ['empty', ...sets.rest] } }),
    udf(bagUdfs.bag_keys, ['8.16']),
    udf(bagUdfs.bag_merge, ['8.16']),
    udf(bagUdfs.bag_remove_keys, ['8.16'], { unsettled: { 0: notBags, 1: ['null', ...notArrays] } }),
    udf(bagUdfs.bag_has_key, ['8.16'], { unsettled: { 0: notBags, 1: ['empty'] } }),
    udf(bagUdfs.bag_set_key, ['8.16'], { unsettled: { 1: ['empty'] } }),
    udf(bagUdfs.bag_zip, ['8.16'], { unsettled: { 1: ['null'] } }),
    udf(bagUdfs.bag_pack, ['8.16'], { names: ['bag_pack', 'pack', 'pack_dictionary'], refuses: needsSeparateNames }),
    udf(bagUdfs.bag_pack_present, ['8.16']),
    udf(bagUdfs.treepath, ['8.16'], { unsettled: { 0: ['empty', 'text', 'number', 'bool'] } }),
    udf(dynamicUdfs.dynamic_to_json, ['8.18']),
    scalar(['extract_json', 'extractjson'], ['string', 'string', 'string'], extractJson, ['8.19'], {
      unsettled: { 0: ['empty'] },
    }),
  ],
}
