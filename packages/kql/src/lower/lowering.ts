import type { Catalogue } from '@tripline/schemas'
import type { DataSchemas } from '../frontend/data-schema.ts'
import type { Expr, SyntaxNode } from '../frontend/syntax.ts'
import type { ColumnId, Expression } from '../plan/expression.ts'
import type { PlanNode, WindowTime } from '../plan/node.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { WatchlistSchema } from '../world/query-world.ts'
import type { StoredTable } from '../world/stored-table.ts'
import type { Environment } from './environment.ts'
import type { Scope } from './scope.ts'

/** The context of lowering, apart from the syntax tree. */
export interface Lowering {
  readonly catalogue: Pick<Catalogue, 'get' | 'names'>
  /** Tables that have rows; the others of the catalogue are empty. */
  readonly stored: ReadonlyMap<string, StoredTable>
  readonly watchlists: ReadonlyMap<string, WatchlistSchema>
  /** Undeclared watchlist aliases that the query has used so far. */
  readonly undeclaredWatchlists: Set<string>
  /** URLs for which the project has files. */
  readonly externalData: ReadonlySet<string>
  /** The time that the run's window limits; absent: no window. */
  readonly window?: WindowTime
  /** The columns that data has determined, by the call site of the plugin, and what the sites lowered so far read. */
  readonly schemas: DataSchemas
  readonly decided: Map<string, { readonly plan: PlanNode; readonly settings: string }>
  /** Receives warnings about a query that can run. */
  readonly warnings: QueryDiagnostic[]
  /** Options set by `set` statements. */
  readonly options: Map<string, Expression>
  readonly newId: () => ColumnId
  readonly table: (expression: Expr, environment: Environment) => PlanNode
  /** Operators applied to the given rows rather than to a table of their own. */
  readonly pipeline: (operators: Expr, input: PlanNode, environment: Environment) => PlanNode
  readonly expression: (expression: Expr, scope: Scope) => Expression
  /** The statements before the last expression of a query or of a function's body. */
  readonly statements: (statements: readonly SyntaxNode[], environment: Environment) => Environment
}

/** An operator's output, and the environment after it if it adds a name. */
export type Lowered = PlanNode | { readonly plan: PlanNode; readonly environment: Environment }

export type LowerOperator<Node> = (node: Node, input: PlanNode, environment: Environment, lowering: Lowering) => Lowered
