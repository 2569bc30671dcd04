import { convert } from '../functions/conversion.ts'
import type { Expression } from '../plan/expression.ts'
import type { Series, SeriesType } from '../plan/node.ts'
import type { Emission, Emit } from './emission.ts'
import { call, empty, integer, join, name, refusal, type Sql, sql } from './sql.ts'

const [at, from, to, step, bin] = [' at', ' from', ' to', ' step', ' bin'].map(name) as [Sql, Sql, Sql, Sql, Sql]
const [bins, low, high] = [' bins', ' low', ' high'].map(name) as [Sql, Sql, Sql]

/** Whole steps in a distance, rounded down or up. */
const wholeSteps = {
  down: (distance: Sql) => sql`((${distance}) - kql_modulo(${distance}, ${step})) // ${step}`,
  up: (distance: Sql) => sql`((${distance}) + kql_modulo(-(${distance}), ${step})) // ${step}`,
}
const realSteps = {
  down: (distance: Sql) => sql`CAST(floor((${distance}) / ${step}) AS BIGINT)`,
  up: (distance: Sql) => sql`CAST(ceil((${distance}) / ${step}) AS BIGINT)`,
}

/** make-series: rows with their bin, then groups with their bins, then one row per group (semantics 14.1). */
export const emitSeries: Emit<Series> = (node, emission) => {
  const steps = node.axis.type === 'real' ? realSteps : wholeSteps
  const keys = node.keys.map(({ id }) => name(id))
  const series = node.series.map(({ id, expression }) => ({ id: name(id), type: expression.type }))
  const computed = [...node.keys, ...node.series].map(
    ({ id, expression }) => sql`${emission.expression(expression)} AS ${name(id)}`,
  )
  const range = edges(node, emission)
  const groups = [...keys.map((_, index) => integer(index + 1)), bin]
  const points = sql`SELECT ${join([...computed, bin])} FROM (${binned(node, emission, range)}) GROUP BY ${join(groups)}`
  const lists = [
    sql`list(${bin} ORDER BY ${bin}) AS ${bins}`,
    ...series.map(({ id, type }) => sql`list(${json(id, type)} ORDER BY ${bin}) AS ${id}`),
  ]
  const extent = sql`min(${bin}) AS ${low}, max(${bin}) AS ${high}`
  const shared = [...keys, from, to, step]
  const matched = sql`${node.nonempty ? sql`LEFT JOIN` : sql`JOIN`} (${points}) ON TRUE`
  const grouped = sql`SELECT ${join([...shared, ...lists, extent])} FROM ${range} ${matched} GROUP BY ${join(shared)}`
  const first = node.from && !node.aligned ? integer(0) : node.from ? steps.down(from) : low
  const start = node.from ? from : sql`${low} * ${step}`
  const last = node.aligned
    ? sql`${steps.down(to)} + 1`
    : node.to
      ? steps.up(node.from ? sql`${to} - ${from}` : to)
      : sql`${high} + 1`
  const count = counted(sql`CAST(${last} - ${first} AS BIGINT)`)
  const positions = array(sql`list_transform(${bins}, lambda b: b - ${first})`)
  const outputs = node.series.map(({ id, absent }) => {
    const fallback = convert({ sql: emission.expression(absent), type: absent.type }, 'dynamic').sql
    return sql`${call('kql_series_of', [positions, array(name(id)), count, fallback])} AS ${name(id)}`
  })
  const axis = call(`kql_axis_${node.axis.type}`, [start, step, count])
  return sql`SELECT ${join([...keys, ...outputs, sql`${axis} AS ${name(node.axis.id)}`])} FROM (${grouped})`
}

/** Kusto makes an error or a shorter series of more points (semantics 14.1). */
const counted = (points: Sql): Sql =>
  sql`CASE WHEN ${points} > 1048576 THEN ${refusal('make-series', 'the series would have more than 1,048,576 points')} ELSE ${points} END`

/** Rows inside the range beside their bin, counted from the range's start, or from zero where bin() makes them. */
function binned(node: Series, emission: Emission, range: Sql): Sql {
  const { down } = node.axis.type === 'real' ? realSteps : wholeSteps
  const place = down(node.from && !node.aligned ? sql`${at} - ${from}` : at)
  const own = node.aligned ? sql`CASE ${aligned(down)} ELSE ${place} END` : place
  const rows = sql`SELECT *, ${emission.expression(node.axis.expression)} AS ${at} FROM ${emission.from(node.input)}`
  const above = node.from ? sql` AND ${at} >= ${from}` : empty
  const below = node.aligned ? sql` AND ${down(at)} <= ${down(to)}` : node.to ? sql` AND ${at} < ${to}` : empty
  return sql`SELECT *, ${own} AS ${bin} FROM (${rows}), ${range} WHERE ${at} IS NOT NULL AND ${step} > 0${above}${below}`
}

/** Which rows belong to the edges of `in range(…)` is documented only where its start is a bin's. */
const aligned = (down: (distance: Sql) => Sql): Sql => {
  const refused = (reason: string) => refusal('make-series … in range(…)', `${reason}; write from … to … step …`)
  return sql`WHEN ${down(from)} * ${step} <> ${from} THEN ${refused('its start is no multiple of its step')}
    WHEN ${at} > ${to} THEN ${refused('a row of its last bin lies after its end')}`
}

/** One row with the edges of the range and its step. */
function edges(node: Series, emission: Emission): Sql {
  const span: SeriesType = node.axis.type === 'datetime' ? 'timespan' : node.axis.type
  const as = (expression: Expression | undefined, type: SeriesType, label: Sql): Sql => {
    const edge = expression && convert({ sql: emission.expression(expression), type: expression.type }, type).sql
    return sql`${edge ?? sql`NULL`} AS ${label}`
  }
  const { type } = node.axis
  return sql`(SELECT ${join([as(node.from, type, from), as(node.to, type, to), as(node.step, span, step)])})`
}

const json = (column: Sql, type: Expression['type']): Sql =>
  sql`coalesce(${convert({ sql: column, type }, 'dynamic').sql}, 'null')`

const array = (list: Sql): Sql => sql`coalesce('[' || array_to_string(${list}, ',') || ']', '[]')`
