import type { Column } from '@tripline/schemas'
import { emitQuery } from './emit/query.ts'
import type { Sql } from './emit/sql.ts'
import { bindQuery } from './frontend/bind.ts'
import type { StoredTable } from './lower/lowering.ts'
import { lowerQuery } from './lower/query.ts'
import { type PlanNode, visible } from './plan/node.ts'
import type { QueryDiagnostic, QueryWorld } from './query-world.ts'

/** A query ready to run: its SQL, in the plain form and in the one that survives overflow, and what it answers. */
export interface CompiledQuery {
  readonly sql: Sql
  readonly guarded: () => Sql
  readonly columns: readonly Column[]
  readonly plan: PlanNode
}

export interface Compilation {
  readonly query?: CompiledQuery
  readonly diagnostics: readonly QueryDiagnostic[]
}

/** KQL -bind-> BoundQuery -lower-> QueryPlan -emit-> SQL. Tables that are not stored are empty. */
export function compileQuery(
  kql: string,
  world: QueryWorld,
  stored: ReadonlyMap<string, StoredTable>,
  window?: 'TimeGenerated' | 'ingestion',
): Compilation {
  const bound = bindQuery(kql, world)
  if (bound.diagnostics.some(diagnostic => diagnostic.severity === 'error')) return { diagnostics: bound.diagnostics }
  const { plan, diagnostics } = lowerQuery(bound, world, stored, window)
  const all = [...bound.diagnostics, ...diagnostics]
  if (!plan) return { diagnostics: all }
  const columns = visible(plan).map(({ name, type }) => ({ name, type }))
  const query = {
    sql: emitQuery(plan, { guarded: false }),
    guarded: () => emitQuery(plan, { guarded: true }),
    columns,
    plan,
  }
  return { query, diagnostics: all }
}
