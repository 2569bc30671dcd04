import { convert } from '../functions/conversion/convert.ts'
import { macros } from '../functions/macros.ts'
import { seriesBinUdfs } from '../functions/series/series-bins.ts'
import type { Expression } from '../plan/expression.ts'
import type { Series } from '../plan/node.ts'
import { call, empty, integer, join, name, refusal, type Sql, sql } from '../sql/sql.ts'
import type { Emission, Emit } from './emission.ts'

const [at, bin, points, point] = [' at', ' bin', ' points', ' point'].map(name) as [Sql, Sql, Sql, Sql]

/** The ends of the range and its step. */
interface Range {
  readonly from: Sql
  readonly to: Sql
  readonly step: Sql
  /** The single row of values that must be columns, appended to FROM. */
  readonly crossed: Sql
}

type Rounding = (distance: Sql, step: Sql) => Sql

/** Whole steps in a distance, rounded down or up; `plain`: rounded down, for distances that are not negative. */
const wholeSteps: { readonly [Way in 'down' | 'up' | 'plain']: Rounding } = {
  down: (distance, step) => sql`((${distance}) - ${call(macros.modulo, [distance, step])}) // ${step}`,
  up: (distance, step) => sql`((${distance}) + ${call(macros.modulo, [sql`-(${distance})`, step])}) // ${step}`,
  plain: (distance, step) => sql`(${distance}) // ${step}`,
}
const floor: Rounding = (distance, step) => sql`CAST(floor((${distance}) / ${step}) AS BIGINT)`
const realSteps: typeof wholeSteps = {
  down: floor,
  up: (distance, step) => sql`CAST(ceil((${distance}) / ${step}) AS BIGINT)`,
  plain: floor,
}

const stepsOf = (node: Series): typeof wholeSteps => (node.axis.type === 'real' ? realSteps : wholeSteps)

/** make-series: rows with their bin, then groups with their bins, then one row per group (semantics 14.1). */
export const emitSeries: Emit<Series> = (node, emission) => {
  const range = rangeOf(node, emission)
  const { from, to, step } = range
  const { down, up } = stepsOf(node)
  const keys = node.keys.map(({ id }) => name(id))
  const computed = [...node.keys, ...node.series].map(
    ({ id, expression }) => sql`${emission.expression(expression)} AS ${name(id)}`,
  )
  const groups = [...keys.map((_, index) => integer(index + 1)), bin]
  const binsOfGroups = sql`SELECT ${join([...computed, bin])} FROM (${binned(node, emission, range)}) GROUP BY ${join(groups)}`
  const values = node.series.map(({ id, expression }) => sql`${name(id)} := ${json(name(id), expression.type)}`)
  const sorted = sql`list_sort(list(struct_pack(${join([sql`bin := ${bin}`, ...values])}))) AS ${points}`
  const by = keys.length > 0 ? sql` GROUP BY ${join(keys)}` : node.nonempty ? empty : sql` HAVING count(*) > 0`
  const grouped = sql`SELECT ${join([...keys, sorted])} FROM (${binsOfGroups})${by}`
  const [low, high] = [sql`${points}[1].bin`, sql`${points}[-1].bin`]
  const first = node.from && !node.aligned ? integer(0) : node.from ? down(from, step) : low
  const start = node.from ? from : sql`${low} * ${step}`
  const last = node.aligned
    ? sql`${down(to, step)} + 1`
    : node.to
      ? up(node.from ? sql`${to} - ${from}` : to, step)
      : sql`${high} + 1`
  const count = counted(sql`CAST(${last} - ${first} AS BIGINT)`)
  const each = (item: Sql): Sql => array(sql`list_transform(${points}, lambda ${point}: ${item})`)
  const positions = each(sql`${point}.bin - ${first}`)
  const outputs = node.series.map(({ id, absent }) => {
    const fallback = convert({ sql: emission.expression(absent), type: absent.type }, 'dynamic').sql
    const items = each(sql`${point}.${name(id)}`)
    return sql`${call(seriesBinUdfs.series_of, [positions, items, count, fallback])} AS ${name(id)}`
  })
  const axis = call(seriesBinUdfs[`axis_${node.axis.type}`], [start, step, count])
  return sql`SELECT ${join([...keys, ...outputs, sql`${axis} AS ${name(node.axis.id)}`])} FROM (${grouped})${range.crossed}`
}

/** Beyond this length Kusto fails or returns a shorter series (semantics 14.1). */
const counted = (length: Sql): Sql =>
  sql`CASE WHEN ${length} > 1048576 THEN ${refusal('make-series-length')} ELSE ${length} END`

/** Rows inside the range with their bin, counted from the start of the range, or from zero where bin() defines the bins. */
function binned(node: Series, emission: Emission, { from, to, step, crossed }: Range): Sql {
  const { down, plain } = stepsOf(node)
  const ownBin = node.from && !node.aligned ? plain(sql`${at} - ${from}`, step) : down(at, step)
  const own = node.aligned ? sql`CASE ${aligned(node, { from, to, step, crossed })} ELSE ${ownBin} END` : ownBin
  const positive = sql`CASE WHEN ${step} > 0 THEN TRUE ELSE ${refusal('make-series-step')} END`
  const settled = emission.expression(node.axis.settled)
  const isBounded = node.from !== undefined && node.to !== undefined && !node.aligned
  const read = isBounded ? emission.expression(node.axis.expression) : settled
  const above = sql`${at} >= ${from}`
  const below = node.aligned ? sql`${down(at, step)} <= ${down(to, step)}` : sql`${at} < ${to}`
  // A range never reaches the ends of its type, so only rows outside it are checked.
  const inside = isBounded
    ? [sql`CASE WHEN ${above} AND ${below} THEN TRUE ELSE ${settled} IS NULL END`]
    : [...(node.from ? [above] : []), ...(node.to ? [below] : [])]
  const rows = sql`SELECT *, ${read} AS ${at} ${emission.rows(node.input)}`
  return sql`SELECT *, ${own} AS ${bin} FROM (${rows})${crossed} WHERE ${join([positive, ...inside], ' AND ')}`
}

/** Which rows belong to the ends of `in range(…)` is documented only if its start is the start of a bin. */
function aligned(node: Series, { from, to, step }: Range): Sql {
  const { down } = stepsOf(node)
  return sql`WHEN ${down(from, step)} * ${step} <> ${from} THEN ${refusal('make-series-start')}
    WHEN ${at} > ${to} THEN ${refusal('make-series-end')}`
}

/** Constants are inlined, so that the database divides by a known number; other values become columns. */
function rangeOf(node: Series, emission: Emission): Range {
  const { type } = node.axis
  const edges = [
    { expression: node.from, type, label: name(' from') },
    { expression: node.to, type, label: name(' to') },
    { expression: node.step, type: type === 'datetime' ? 'timespan' : type, label: name(' step') },
  ] as const
  const values = edges.map(({ expression, type }) =>
    expression ? convert({ sql: emission.expression(expression), type: expression.type }, type).sql : sql`NULL`,
  ) as [Sql, Sql, Sql]
  const [from, to, step] = edges.every(({ expression }) => !expression || isFixed(expression))
    ? values
    : (edges.map(({ label }) => label) as [Sql, Sql, Sql])
  const columns = edges.map(({ label }, index) => sql`${values[index]!} AS ${label}`)
  return { from, to, step, crossed: from === values[0] ? empty : sql`, (SELECT ${join(columns)})` }
}

/** Constant during a run, so the database computes it once. */
const isFixed = (expression: Expression): boolean =>
  expression.op === 'literal' || expression.op === 'now' || (expression.op === 'call' && expression.args.every(isFixed))

const json = (column: Sql, type: Expression['type']): Sql =>
  sql`coalesce(${convert({ sql: column, type }, 'dynamic').sql}, 'null')`

const array = (list: Sql): Sql => sql`coalesce('[' || array_to_string(${list}, ',') || ']', '[]')`
