import { anyText, convert, dynamicAt } from '../functions/conversion/convert.ts'
import { type DynamicPath, dynamicPath, partOf, textOrNullAt } from '../functions/dynamic/dynamic-path.ts'
import { unsettledAt } from '../functions/edge.ts'
import { functionRow } from '../functions/registry.ts'
import type { ArgumentKind, FunctionRow, Operand } from '../functions/row.ts'
import { searchSubject } from '../functions/search-subject.ts'
import type { ColumnReference, Expression, OrderKey, WindowCall } from '../plan/expression.ts'
import {
  call,
  carrier,
  empty,
  integer,
  join,
  text as literalText,
  name,
  runValue,
  type Sql,
  sql,
  value,
} from '../sql/sql.ts'
import { checked } from './checked-argument.ts'
import type { Emission } from './emission.ts'

/** An expression as SQL. `truth`: only "true or not" matters, so null may become false. */
export function emitExpression(expression: Expression, emission: Emission, truth = false): Sql {
  switch (expression.op) {
    case 'literal':
      return value(expression.value, expression.type)
    case 'column':
      return isCheap(expression, emission) ? { ...name(expression.id), cheap: true } : name(expression.id)
    case 'now':
      return runValue('now')
    case 'field': {
      const field = sql`(${emission.expression(expression.of)}).${name(expression.name)}`
      return expression.type === 'string' ? sql`coalesce(${field}, '')` : field
    }
    case 'groups': {
      const text = name(expression.of.id)
      const numbers = Array.from({ length: expression.count }, (_, index) => literalText(String(index + 1)))
      const found = sql`regexp_extract(${text}, ${literalText(expression.regex)}, [${join(numbers)}])`
      if (expression.sought === '') return found
      return sql`CASE WHEN contains(${text}, ${literalText(expression.sought)}) THEN ${found} END`
    }
    case 'subquery':
      return sql`(SELECT ${name(expression.column)} FROM ${emission.from(expression.plan, true)} ${orderBy(expression.plan.order)} LIMIT 1)`
    case 'collect':
      return emitCollect(expression, emission)
    case 'membership':
      return emitMembership(expression, emission, truth)
    case 'call':
      return emitCall(expression, emission, truth)
    case 'aggregate': {
      const row = rowOf(expression.name, 'aggregate')
      const rowNumber = rowNumberIn(expression.order)
      const order = orderBy(expression.order)
      const site = {
        type: expression.type,
        order,
        guarded: emission.guarded,
        ...(rowNumber && { rowNumber }),
      }
      return row.sql(operands(expression.args, { kinds: row.args, row, name: expression.name }, emission), site)
    }
    case 'window': {
      const row = rowOf(expression.name, 'window')
      const site = { type: expression.type, truth: false, guarded: emission.guarded }
      const over = sql`OVER (${partitionBy(expression.partition)} ${orderBy(expression.order)} ROWS UNBOUNDED PRECEDING)`
      const taking = { kinds: row.args, type: expression.type, row, name: expression.name }
      return row.sql(operands(expression.args, taking, emission), over, site)
    }
  }
}

const partitionBy = (keys: WindowCall['partition']): Sql =>
  keys.length === 0 ? empty : sql`PARTITION BY ${join(keys.map(key => name(key.id)))}`

/** `ORDER BY …`, or nothing if the rows have no order. */
export function orderBy(keys: readonly OrderKey[]): Sql {
  if (keys.length === 0) return empty
  return sql`ORDER BY ${join(keys.map(orderKey))}`
}

/** The row number, if the order is determined by it alone. */
export const rowNumberIn = ([key]: readonly OrderKey[]): Sql | undefined =>
  key?.rowNumber ? name(key.expression.id) : undefined

/** NaN sorts between null and the numbers in every order (semantics 13.1). */
function orderKey({ expression, descending, nulls }: OrderKey): Sql {
  const key = name(expression.id)
  const [direction, nullRank] = [
    descending ? sql`DESC` : sql`ASC`,
    nulls === 'first' ? sql`NULLS FIRST` : sql`NULLS LAST`,
  ]
  if (expression.type !== 'real') return sql`${key} ${direction} ${nullRank}`
  const outermost = nulls === 'first' ? sql`DESC` : sql`ASC`
  return sql`nullif(${key}, CAST('nan' AS DOUBLE)) ${direction} ${nullRank}, ${key} IS NULL ${outermost}`
}

function rowOf<Kind extends 'aggregate' | 'window'>(functionName: string, kind: Kind): FunctionRow & { kind: Kind } {
  const row = functionRow(functionName, kind)
  if (!row) throw new Error(`no ${kind} row for ${functionName}: lowering lets only known functions through`)
  return row as FunctionRow & { kind: Kind }
}

function emitCall(expression: Expression & { op: 'call' }, emission: Emission, truth: boolean): Sql {
  const { type } = expression
  const path = dynamicPath(expression)
  if (path) return dynamicAt(emitted(path, emission))
  const row = functionRow(expression.name, 'scalar')
  const site = { type, truth, guarded: emission.guarded }
  if (row?.kind === 'scalar') {
    const [passes, sought] = [truth && row.passesTruth, searchSubject(expression)]
    const taking = { kinds: row.args, type, truth: passes, sought, row, name: expression.name }
    return row.sql(operands(expression.args, taking, emission), site)
  }
  if (row?.kind !== 'udf') throw new Error(`no row for ${expression.name}: lowering lets only known functions through`)
  const { udf } = row
  const kinds = udf.rest ? [...udf.parameters, udf.rest] : udf.parameters
  const given = operands(expression.args, { kinds, type, row, name: expression.name }, emission).map(
    ({ sql: operand, type }) => (type === 'guid' || type === 'decimal' ? sql`CAST(${operand} AS VARCHAR)` : operand),
  )
  const omitted = udf.parameters.slice(given.length).map((type, index) => {
    const fallback = row.defaults.length - (udf.parameters.length - given.length) + index
    return value(row.defaults[fallback] ?? null, type)
  })
  const result = call(udf, [...given, ...omitted])
  if (udf.result === 'string') return sql`coalesce(${result}, '')`
  return udf.result === 'guid' || udf.result === 'decimal' ? sql`TRY_CAST(${result} AS ${carrier[udf.result]})` : result
}

function operands(
  args: readonly Expression[],
  { kinds, type, truth = false, sought, row, name: called }: Taking,
  emission: Emission,
): Operand[] {
  return args.map((arg, index) => {
    const operand = (sought && index === 0 && nearText(sought, emission)) || operandOf(arg, emission, truth)
    const kind = kinds[Math.min(index, kinds.length - 1)] ?? 'any'
    const wanted = kind === 'result' ? type : kind
    const given = wanted === undefined || wanted === 'any' || wanted === 'struct' ? operand : convert(operand, wanted)
    const unsettled = unsettledAt(row, index)
    return unsettled ? checked(given, index, unsettled, called) : given
  })
}

/** Whether the database may read a column wherever it is named. */
const isCheap = (column: ColumnReference, emission: Emission): boolean =>
  column.cheap === true || emission.stored.has(column.id)

/** How a call receives its arguments. */
interface Taking {
  readonly row: FunctionRow
  readonly name: string
  readonly kinds: readonly ArgumentKind[]
  readonly type?: Expression['type']
  readonly truth?: boolean | undefined
  /** The first argument, if only its text matters. */
  readonly sought?: Expression | undefined
}

function operandOf(arg: Expression, emission: Emission, truth: boolean): Operand {
  const operand: Operand = { sql: emission.expression(arg, truth), type: arg.type }
  if (arg.op === 'literal') return { ...operand, constant: arg.value }
  const text = partText(arg, emission)
  if (text) return { ...operand, text }
  const path = dynamicPath(arg)
  return path?.root.op === 'column' ? { ...operand, path: emitted(path, emission) } : operand
}

/** A dynamic as text for a text search in which the spelling of numbers does not matter. */
function nearText(dynamic: Expression, emission: Emission): Operand | undefined {
  if (dynamic.op === 'column' && dynamic.cheap && dynamic.type === 'dynamic')
    return { sql: anyText(emission.expression(dynamic)), type: 'string' }
  const path = dynamicPath(dynamic)
  if (!path) return undefined
  const text = partText(dynamic, emission) ?? sql`coalesce(${textOrNullAt(emitted(path, emission))}, '')`
  return { sql: text, type: 'string' }
}

/** One part of a split text, without building the array. */
function partText(arg: Expression, emission: Emission): Sql | undefined {
  const part = partOf(arg)
  if (!part) return undefined
  const cut = call(
    'string_split',
    part.split.map(operand => emission.expression(operand)),
  )
  return sql`coalesce(${cut}[${integer(part.index < 0n ? part.index : part.index + 1n)}], '')`
}

const emitted = ({ root, path }: DynamicPath<Expression>, emission: Emission): DynamicPath<Sql> => ({
  root: emission.expression(root),
  path,
})

/**
 * `in (T | project x)`: an OR or AND of comparisons, so a null or NaN among the values never removes a row (semantics 1.6,
 * 5.8).
 */
function emitMembership(expression: Expression & { op: 'membership' }, emission: Emission, truth: boolean): Sql {
  const fold = (operand: Sql) => (expression.fold ? call('lower', [operand]) : operand)
  const values = sql`SELECT ${fold(name(expression.column))} FROM ${emission.from(expression.plan, !truth)}`
  const subject = fold(emission.expression(expression.subject))
  const known = sql`${name(expression.column)} IS NOT NULL`
  const equal = expression.columnType === 'real' ? sql`${known} AND NOT isnan(${name(expression.column)})` : known
  const present = sql`(${subject} IN (${values} WHERE ${equal}))`
  if (!expression.negated) return truth ? present : sql`coalesce(${present}, FALSE)`
  return sql`coalesce(NOT ${present}, TRUE)`
}

/** All values of a sub-plan as one dynamic array. */
function emitCollect({ plan, column, columnType }: Expression & { op: 'collect' }, emission: Emission): Sql {
  const item = convert({ sql: name(column), type: columnType }, 'dynamic').sql
  // Without rows, the list itself would be null.
  return sql`(SELECT '[' || coalesce(array_to_string(list(${item}), ','), '') || ']' FROM ${emission.from(plan, true)})`
}
