import type { BoundQuery } from '../frontend/bind.ts'
import { tableFor, wordsOf } from '../frontend/globals.ts'
import { isTable } from '../frontend/syntax.ts'
import type { QueryPlan } from '../plan/node.ts'
import type { QueryDiagnostic, QueryWorld } from '../query-world.ts'
import { carryOrder } from './carry.ts'
import { environment } from './environment.ts'
import { lowerExpression } from './expression.ts'
import type { Lowering } from './lowering.ts'
import { Refusal } from './refusal.ts'
import { lowerStatements } from './statements.ts'
import { lowerTable } from './table.ts'

export type LoweredQuery =
  | { readonly plan: QueryPlan; readonly diagnostics: readonly QueryDiagnostic[] }
  | { readonly plan: undefined; readonly diagnostics: readonly QueryDiagnostic[] }

/** A bound query as a plan, or the reason why this engine (or Kusto's) does not run it. */
export function lowerQuery(
  bound: BoundQuery,
  world: QueryWorld,
  stored: Lowering['stored'],
  window: Lowering['window'],
): LoweredQuery {
  const lowering = loweringFor(bound, world, stored, window)
  try {
    const scope = lowerStatements(bound.statements, environment(), lowering)
    if (!bound.result) return failed('the text has no query that answers rows', bound.kql)
    if (!isTable(bound.result.ResultType)) return failed('the query answers a value, not rows; print shows it', bound.kql)
    const plan = lowering.table(bound.result, scope)
    return { plan: plan.serialized ? carryOrder(plan) : { ...plan, order: [] }, diagnostics: [] }
  } catch (error) {
    if (error instanceof Refusal) return { plan: undefined, diagnostics: [error.diagnostic] }
    throw error
  }
}

const failed = (message: string, kql: string): LoweredQuery => ({
  plan: undefined,
  diagnostics: [
    { kind: 'unsupported', severity: 'error', code: 'not-supported', message, start: 0, end: kql.length },
  ],
})

function loweringFor(
  bound: BoundQuery,
  world: QueryWorld,
  stored: Lowering['stored'],
  window: Lowering['window'],
): Lowering {
  let next = 0
  const words = wordsOf(bound.kql)
  const { catalogue } = world
  const lowering: Lowering = {
    catalogue: {
      get: name => {
        const table = catalogue.get(name)
        return table && tableFor(table, words)
      },
    },
    watchlists: new Map((world.watchlists ?? []).map(watchlist => [watchlist.alias, watchlist])),
    stored,
    ...(window && { window }),
    newId: () => `c${next++}`,
    table: (expression, scope) => lowerTable(expression, scope, lowering),
    expression: (expression, rows) => lowerExpression(expression, rows, lowering),
    statements: (statements, scope) => lowerStatements(statements, scope, lowering),
  }
  return lowering
}
