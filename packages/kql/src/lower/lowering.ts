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
  readonly window?: WindowTime
  /** Columns that data has decided, by the call site of the plugin, and the sites lowered so far. */
  readonly schemas: DataSchemas
  readonly decided: Set<string>
  /** Receives what is worth saying about a query that runs. */
  readonly warnings: QueryDiagnostic[]
  /** What `set` statements have set, for those who ask. */
  readonly options: Map<string, Expression>
  readonly newId: () => ColumnId
  readonly table: (expression: Expr, environment: Environment) => PlanNode
  /** Operators without a table before them, over the given rows. */
  readonly pipeline: (operators: Expr, input: PlanNode, environment: Environment) => PlanNode
  readonly expression: (expression: Expr, scope: Scope) => Expression
  /** The statements before a query's last expression: lets of a query or of a function's body. */
  readonly statements: (statements: readonly SyntaxNode[], environment: Environment) => Environment
}

/** An operator's output, and the names that are known after it where it adds one. */
export type Lowered = PlanNode | { readonly plan: PlanNode; readonly environment: Environment }

export type LowerOperator<Node> = (node: Node, input: PlanNode, environment: Environment, lowering: Lowering) => Lowered
