import { convert } from '../functions/conversion/convert.ts'
import type { Scan, ScanStep, StateColumn } from '../plan/node.ts'
import { carrier, integer, join, name, type Sql, sql } from '../sql/sql.ts'
import type { Emission, Emit } from './emission.ts'
import { orderBy } from './expression.ts'

const [rowNumber, nextMatch] = [name(' row number'), name(' next match')]

/** The columns of the scan that belong to a step. */
const columnsFor = (index: number) => ({
  active: name(` active ${index}`),
  match: name(` match ${index}`),
  promoted: name(` promoted ${index}`),
  matched: name(` matched ${index}`),
})

/** scan: a recursion over the rows, one at a time, that carries the states of all steps (semantics 13.6). */
export const emitScan: Emit<Scan> = (node, emission) => {
  const defaults = node.declared.map(
    ({ id, expression, type }) => sql`${typed(expression, type, emission)} AS ${name(id)}`,
  )
  const numbered = sql`SELECT ${join([sql`*`, ...defaults, sql`row_number() OVER (${orderBy(node.input.order)}) AS ${rowNumber}`])} ${emission.rows(node.input)}`
  const kept = keptBy(node, emission)
  const start = sql`SELECT ${join(kept.map(({ column, initial }) => sql`${initial} AS ${column}`))}`
  const joined = sql`SELECT rows.*, ${join(kept.flatMap(({ column, carried }) => (carried ? [sql`walk.${column}`] : [])))}
    FROM walk JOIN rows ON rows.${rowNumber} = walk.${rowNumber} + 1`
  const walked = node.steps.reduceRight((from, step, index) => evaluated(step, index, from, node, emission), joined)
  const next = sql`SELECT ${join(kept.map(({ column }) => column))} FROM (${walked})`
  const shown = [...node.steps.keys()].filter(index => node.steps[index]!.output)
  const outputs = (shown.length > 0 ? shown : [0]).map(index => output(node.steps[index]!, index, node))
  return sql`WITH RECURSIVE rows AS MATERIALIZED (${numbered}), walk AS (${start} UNION ALL ${next})
    ${join(outputs, ' UNION ALL ')}`
}

interface Kept {
  readonly column: Sql
  readonly initial: Sql
  /** Whether evaluating the next row reads it. */
  readonly carried: boolean
}

function keptBy(node: Scan, emission: Emission): Kept[] {
  const flag = sql`FALSE`
  const number = sql`CAST(0 AS BIGINT)`
  return [
    { column: rowNumber, initial: number, carried: false },
    { column: nextMatch, initial: number, carried: true },
    ...node.steps.flatMap((step, index) => {
      const { active, match, matched } = columnsFor(index)
      return [
        { column: active, initial: flag, carried: true },
        { column: match, initial: number, carried: true },
        { column: matched, initial: flag, carried: false },
        ...step.values.map(({ id }, position) => ({
          column: name(id),
          initial: sql`CAST(NULL AS ${carrier[node.declared[position]!.type]})`,
          carried: false,
        })),
      ]
    }),
    ...node.state.map(({ id, initial, type }) => ({
      column: name(id),
      initial: typed(initial, type, emission),
      carried: true,
    })),
  ]
}

/** The value of an expression, cast to a column's type. */
const typed = (expression: ScanStep['again'], type: StateColumn['type'], emission: Emission): Sql =>
  sql`CAST(${convert({ sql: emission.expression(expression), type: expression.type }, type).sql} AS ${carrier[type]})`

/** One step applied to the row: whether it matches, the state that its values see, the values, and the state afterwards. */
function evaluated(step: ScanStep, index: number, from: Sql, node: Scan, emission: Emission): Sql {
  const own = columnsFor(index)
  const before = index > 0 ? columnsFor(index - 1) : undefined
  const truth = (condition: ScanStep['again']) => sql`coalesce(${emission.expression(condition, true)}, FALSE)`
  const promoted = before && step.after ? sql`(${before.active} AND ${truth(step.after)})` : sql`FALSE`
  const again = index === 0 ? truth(step.again) : sql`(${own.active} AND ${truth(step.again)})`
  const tested = sql`SELECT *, ${promoted} AS ${own.promoted}, ${again} AS ${own.matched} FROM (${from})`
  const moved = sql`SELECT * REPLACE (${join([
    sql`(${own.promoted} OR ${own.matched}) AS ${own.matched}`,
    ...handedOn(own, before),
    ...node.state.flatMap(state => stateMoved(state, index, own.promoted, node, emission)),
  ])}) FROM (${tested})`
  const started = sql`SELECT * REPLACE (${join([
    sql`(${own.active} OR ${own.matched}) AS ${own.active}`,
    ...(index === 0
      ? [
          sql`CASE WHEN ${own.matched} AND NOT ${own.active} THEN ${nextMatch} ELSE ${own.match} END AS ${own.match}`,
          sql`CASE WHEN ${own.matched} AND NOT ${own.active} THEN ${nextMatch} + 1 ELSE ${nextMatch} END AS ${nextMatch}`,
        ]
      : []),
  ])}) FROM (${moved})`
  const values = step.values.map(
    ({ id, expression }, position) => sql`${typed(expression, node.declared[position]!.type, emission)} AS ${name(id)}`,
  )
  const valued = sql`SELECT ${join([sql`*`, ...values])} FROM (${started})`
  const latest = node.state.flatMap(({ id, holder, step: origin, column }) => {
    if (holder !== index || origin !== index) return []
    const position = node.declared.findIndex(declared => declared.id === column)
    const value = name(position < 0 ? column : step.values[position]!.id)
    return [sql`CASE WHEN ${own.matched} THEN ${value} ELSE ${name(id)} END AS ${name(id)}`]
  })
  return latest.length === 0 ? valued : sql`SELECT * REPLACE (${join(latest)}) FROM (${valued})`
}

type StepColumns = ReturnType<typeof columnsFor>

/** A sequence that is promoted leaves the previous step. */
const handedOn = (own: StepColumns, before: StepColumns | undefined): Sql[] =>
  before
    ? [
        sql`(${before.active} AND NOT ${own.promoted}) AS ${before.active}`,
        sql`(${own.active} OR ${own.promoted}) AS ${own.active}`,
        sql`CASE WHEN ${own.promoted} THEN ${before.match} ELSE ${own.match} END AS ${own.match}`,
      ]
    : []

/** The state of the previous step moves to this step and is then empty. */
function stateMoved(state: StateColumn, index: number, promoted: Sql, node: Scan, emission: Emission): Sql[] {
  const { id, holder, step, column, initial, type } = state
  if (index === 0 || (holder !== index && holder !== index - 1)) return []
  const nothing = typed(initial, type, emission)
  const source = node.state.find(other => other.holder === index - 1 && other.step === step && other.column === column)
  const value = holder === index && source ? name(source.id) : nothing
  return [sql`CASE WHEN ${promoted} THEN ${value} ELSE ${name(id)} END AS ${name(id)}`]
}

/** The rows that a step outputs, none if it has `output=none`; if one row matches several steps, the last step's row comes first. */
function output(step: ScanStep, index: number, node: Scan): Sql {
  const values = new Map(node.declared.map((declared, position) => [declared.output, name(step.values[position]!.id)]))
  values.set(node.matchId, columnsFor(index).match)
  const rank = integer(node.steps.length - 1 - index)
  values.set(node.position, sql`rows.${rowNumber} * ${integer(node.steps.length)} + ${rank}`)
  const items = node.columns.map(({ id }) => {
    const value = values.get(id)
    return value ? sql`${value} AS ${name(id)}` : name(id)
  })
  const condition = step.output ? columnsFor(index).matched : sql`FALSE`
  return sql`SELECT ${join(items)} FROM rows JOIN walk USING (${rowNumber}) WHERE ${condition}`
}
