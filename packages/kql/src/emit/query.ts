import type { ColumnType } from '@tripline/schemas'
import { castUdfs } from '../functions/conversion/cast.ts'
import type { ColumnId } from '../plan/expression.ts'
import type { PlanNode, QueryPlan, Reference, Shared } from '../plan/node.ts'
import { visible } from '../plan/node.ts'
import { visitAll } from '../plan/walk.ts'
import { call, join, name, type Sql, sql, timesNamed } from '../sql/sql.ts'
import { emitApply, emitOuter } from './apply.ts'
import { type Emission, type Emit, listed } from './emission.ts'
import { emitExpand } from './expand.ts'
import { emitExpression, orderBy } from './expression.ts'
import { emitFilter } from './filter.ts'
import { emitJoin } from './join.ts'
import { emitProject } from './project.ts'
import { emitRange } from './range.ts'
import { emitReference } from './reference.ts'
import { emitRowRuns } from './row-runs.ts'
import { emitRunBounds } from './run-bounds.ts'
import { emitScan } from './scan.ts'
import { emitSeries } from './series.ts'
import { emitSessionWindow } from './session-window.ts'
import { emitSummarize } from './summarize.ts'
import { emitTableScan } from './table-scan.ts'
import { emitTake } from './take.ts'
import { emitUnion } from './union.ts'
import { emitRow, emitValues } from './values.ts'

type Written = Exclude<PlanNode, Reference>

const emitters: { readonly [Op in Written['op']]: Emit<Extract<Written, { op: Op }>> } = {
  apply: emitApply,
  expand: emitExpand,
  filter: emitFilter,
  join: emitJoin,
  outer: emitOuter,
  project: emitProject,
  range: emitRange,
  'row-runs': emitRowRuns,
  'run-bounds': emitRunBounds,
  row: emitRow,
  'table-scan': emitTableScan,
  series: emitSeries,
  'session-window': emitSessionWindow,
  summarize: emitSummarize,
  take: emitTake,
  union: emitUnion,
  values: emitValues,
  scan: emitScan,
}

/**
 * A plan's SQL in the plain form, and in the form that survives overflow. They are the same if nothing that writes the first asks
 * which one it is.
 */
export function emitForms(plan: QueryPlan): { readonly sql: Sql; readonly guarded: () => Sql } {
  let isAsked = false
  const sql = emitQuery(plan, {
    get guarded() {
      isAsked = true
      return false
    },
  })
  return { sql, guarded: () => (isAsked ? emitQuery(plan, { guarded: true }) : sql) }
}

/** A plan as one SELECT statement: a subquery or a CTE for each operator; columns in the order of the plan's visible ones. */
export function emitQuery(plan: QueryPlan, form: Form): Sql {
  const whole: Whole = { form, stored: storedColumns(plan), ctes: [], shared: new Map(), names: { next: 0 }, depth: 0 }
  const { emission } = statement(whole, whole.ctes)
  const rows = emission.rows(plan)
  const columns = visible(plan).map(column => shown[column.type]?.(name(column.id)) ?? name(column.id))
  return withCtes(whole.ctes, sql`SELECT ${listed(columns)} ${rows} ${orderBy(plan.order)}`)
}

/** Whether SQL survives overflow. */
interface Form {
  readonly guarded: boolean
}

/** Types that leave the database as text; a decimal loses the zeros that pad it. */
const shown: { readonly [Type in ColumnType]?: (column: Sql) => Sql } = {
  guid: column => sql`CAST(${column} AS VARCHAR)`,
  decimal: column => call(castUdfs.decimal_tostring, [sql`CAST(${column} AS VARCHAR)`]),
}

function storedColumns(plan: QueryPlan): ReadonlySet<ColumnId> {
  const stored = new Set<ColumnId>()
  visitAll([plan], {
    node: node => {
      if (node.op === 'table-scan') for (const { id } of node.columns) if (node.stored.has(id)) stored.add(id)
    },
  })
  return stored
}

/** Subqueries within each other, beyond which one is a CTE: the database reads them recursively. */
const deepest = 16

interface Cte {
  /** What stands for it in FROM: its name, or the whole subquery. */
  readonly name: { parts: Sql['parts'] }
  readonly select: Sql
  /** Whether it is written where it is named, if that is once; whether the database computes it before what names it. */
  readonly how: 'inline' | 'apart' | 'materialized'
}

/**
 * The database plans a subquery in less time than a CTE. One that is named twice is materialized, whatever was asked for: the
 * database would copy it, and copies do not see the parameters of the statement.
 */
function withCtes(ctes: readonly Cte[], body: Sql): Sql {
  const named = timesNamed([...ctes.map(({ select }) => select), body])
  const written: Sql[] = []
  for (const { name, select, how } of ctes) {
    const times = named.get(name)
    if (how === 'inline' && times === 'once') name.parts = sql`(\n${select})`.parts
    else {
      const materialized = how === 'materialized' || times === 'more' ? sql`MATERIALIZED` : sql`NOT MATERIALIZED`
      written.push(sql`${name} AS ${materialized} (${select})`)
    }
  }
  return written.length > 0 ? sql`WITH ${join(written, ',\n')}\n${body}` : body
}

interface Whole {
  readonly form: Form
  readonly stored: ReadonlySet<ColumnId>
  /** CTEs of the outermost statement. Shared plans go there, wherever they are first read. */
  readonly ctes: Cte[]
  readonly shared: Map<Shared, Sql>
  readonly names: { next: number }
  /** How deep the subqueries are within each other that the current node has read so far. */
  depth: number
}

/** How nodes are written inside one WITH: that of the outermost statement, or of the body of an apply. */
function statement(whole: Whole, ctes: Cte[]): { readonly emission: Emission } {
  const addCte = (into: Cte[], select: Sql, how: Cte['how']): Sql => {
    // Wrapped in another fragment, because `timesNamed` skips plain text.
    const cte: Cte['name'] = sql`${name(`s${whole.names.next++}`)}`
    into.push({ name: cte, select, how })
    return cte
  }
  const sharedCte = (shared: Shared): Sql => {
    const known = whole.shared.get(shared)
    if (known) return known
    const { emission: top } = statement(whole, whole.ctes)
    const cte = addCte(whole.ctes, sql`SELECT * ${top.rows(shared.plan)}`, 'materialized')
    whole.depth = 0
    whole.shared.set(shared, cte)
    return cte
  }
  const emission: Emission = {
    guarded: () => whole.form.guarded,
    stored: whole.stored,
    expression: (expression, truth) => emitExpression(expression, emission, truth),
    from: (node, computed = false) => {
      const beside = whole.depth
      whole.depth = 0
      const select = node.op === 'reference' ? emitReference(node, sharedCte(node.shared)) : emitNode(node, emission)
      const how = computed ? 'materialized' : whole.depth === deepest ? 'apart' : 'inline'
      whole.depth = how === 'inline' ? Math.max(beside, whole.depth + 1) : beside
      return addCte(ctes, select, how)
    },
    rows: node => {
      const conditions: Sql[] = []
      let input = node
      for (; input.op === 'filter'; input = input.input) {
        conditions.unshift(sql`(${emission.expression(input.predicate, true)})`)
      }
      const from = sql`FROM ${emission.from(input)}`
      return conditions.length > 0 ? sql`${from} WHERE ${join(conditions, ' AND ')}` : from
    },
    nested: body => {
      const inner: Cte[] = []
      const rows = statement(whole, inner).emission.rows(body)
      const columns = listed(body.columns.map(column => name(column.id)))
      return withCtes(inner, sql`SELECT ${columns} ${rows}`)
    },
  }
  return { emission }
}

function emitNode<Node extends Written>(node: Node, emission: Emission): Sql {
  return (emitters[node.op] as unknown as Emit<Node>)(node, emission)
}
