import type { Catalogue } from '@tripline/schemas'
import type { DataSchemas } from '../frontend/data-schema.ts'
import type { Expr, SyntaxNode, TextSpan } from '../frontend/syntax.ts'
import {
  type ColumnId,
  type ColumnReference,
  type Expression,
  positionOrder,
  type WindowCall,
} from '../plan/expression.ts'
import type { PlanColumn, PlanNode, Project, Summarize } from '../plan/node.ts'
import type { QueryDiagnostic, WatchlistSchema } from '../query-world.ts'
import type { Environment } from './environment.ts'

/** A table of the database: its name there, and the KQL names of its numbered columns. */
export interface StoredTable {
  readonly name: string
  readonly columns: readonly string[]
}

/** What lowering needs to know beside the syntax tree. */
export interface Lowering {
  readonly catalogue: Pick<Catalogue, 'get' | 'names'>
  /** Tables that have rows; the others of the catalogue are empty. */
  readonly stored: ReadonlyMap<string, StoredTable>
  readonly watchlists: ReadonlyMap<string, WatchlistSchema>
  /** Aliases that the query has asked for so far and nobody declares. */
  readonly undeclaredWatchlists: Set<string>
  /** The URLs for which the project has files. */
  readonly externalData: ReadonlySet<string>
  /** What the run's window limits; absent: nothing. */
  readonly window?: 'TimeGenerated' | 'ingestion'
  /** Columns that data has decided, by the place of the plugin's call, and the places seen so far. */
  readonly schemas: DataSchemas
  readonly placed: Set<string>
  /** Receives what is worth saying about a query that runs. */
  readonly warnings: QueryDiagnostic[]
  /** What `set` statements have set, for those who ask. */
  readonly options: Map<string, Expression>
  readonly newId: () => ColumnId
  readonly table: (expression: Expr, environment: Environment) => PlanNode
  readonly expression: (expression: Expr, rows: Rows) => Expression
  /** The statements before a query's last expression: lets of a query or of a function's body. */
  readonly statements: (statements: readonly SyntaxNode[], environment: Environment) => Environment
}

/** The rows that an expression sees, and what names mean there. Window functions put their columns into `node`. */
export interface Rows {
  node: PlanNode | undefined
  /** The right side of a join condition. */
  readonly right?: PlanNode
  readonly environment: Environment
  /** Whether aggregate functions may stand here. */
  readonly grouped?: true
  /** What `step.column` means inside scan. */
  readonly state?: (step: string, column: string) => Expression | undefined
  /** Window columns of the top project node, which later window functions may join. */
  hoisted?: Project
}

export const rowsOf = (node: PlanNode | undefined, environment: Environment): Rows => ({ node, environment })

export const reference = (column: PlanColumn): ColumnReference => ({ op: 'column', id: column.id, type: column.type })

export const columnNamed = (node: PlanNode | undefined, name: string): PlanColumn | undefined =>
  node?.columns.find(column => column.name === name && !column.hidden)

/** A node with other columns: some of the input's, some computed. */
export function project(
  input: PlanNode,
  assignments: Project['assignments'],
  columns: readonly PlanColumn[],
  span: TextSpan,
): Project {
  const { order, serialized } = input
  return { op: 'project', input, assignments, columns, order, serialized, span }
}

/** Groups of rows, in the order in which their first rows come; without keys the one group has no order. */
export function summarize(
  input: PlanNode,
  { keys, aggregates }: Pick<Summarize, 'keys' | 'aggregates'>,
  columns: readonly PlanColumn[],
  span: TextSpan,
  lowering: Lowering,
): Summarize {
  const position = lowering.newId()
  const order = keys.length > 0 && input.order.length > 0 ? positionOrder(position) : []
  return { op: 'summarize', input, keys, aggregates, columns, position, order, serialized: false, span }
}

/** Puts a window function into a project of its own below the current operator and refers to its column. */
export function hoist(call: WindowCall, rows: Rows, lowering: Lowering): ColumnReference {
  const id = lowering.newId()
  const column: PlanColumn = { id, name: id, type: call.type, hidden: true }
  const layer = rows.hoisted
  const assigned = new Set(layer?.assignments.map(assignment => assignment.id))
  const joins = layer !== undefined && layer === rows.node && !mentions(call, assigned)
  const assignments = joins ? [...layer.assignments, { id, expression: call }] : [{ id, expression: call }]
  const input = joins ? layer.input : rows.node!
  const columns = [...rows.node!.columns, column]
  rows.hoisted = project(input, assignments, columns, call.span)
  rows.node = rows.hoisted
  return reference(column)
}

function mentions(expression: Expression, ids: ReadonlySet<ColumnId>): boolean {
  if (expression.op === 'column') return ids.has(expression.id)
  if (expression.op === 'window' && expression.partition.some(key => ids.has(key.id))) return true
  if (expression.op === 'call' || expression.op === 'window' || expression.op === 'aggregate') {
    return expression.args.some(arg => mentions(arg, ids))
  }
  return expression.op === 'field' && mentions(expression.of, ids)
}
