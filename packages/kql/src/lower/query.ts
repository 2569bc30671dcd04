import type { Table } from '@tripline/schemas'
import type { BoundQuery } from '../frontend/bind.ts'
import type { DataSchemas } from '../frontend/data-schema.ts'
import { tableFor } from '../frontend/globals.ts'
import { reachedWords } from '../frontend/reached-functions.ts'
import { is, isTable } from '../frontend/syntax.ts'
import type { QueryPlan } from '../plan/node.ts'
import { contentsOf } from '../plan/walk.ts'
import { refusalText } from '../refusals/refusal-text.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { carryOrder } from './carry-columns.ts'
import { environment } from './environment.ts'
import { lowerExpression } from './expressions/expression.ts'
import type { Lowering } from './lowering.ts'
import { lowerPipeline } from './pipeline.ts'
import { limitRecords } from './query-options.ts'
import { Refusal } from './refusal.ts'
import { refuseOpenedSketches } from './sketch-uses.ts'
import { type Question, StageNeeded } from './stage-needed.ts'
import { lowerStatements } from './statements.ts'
import { lowerTable } from './table.ts'
import { refuseMixedDecimals } from './version-decimals.ts'

export type LoweredQuery =
  | { readonly plan: QueryPlan; readonly diagnostics: readonly QueryDiagnostic[] }
  | { readonly plan: undefined; readonly question?: Question; readonly diagnostics: readonly QueryDiagnostic[] }

/**
 * A bound query as a plan, or the reason why this engine (or Kusto's) does not run it, or a query that the data must answer
 * first.
 */
export function lowerQuery(
  bound: BoundQuery,
  world: QueryWorld,
  stored: Lowering['stored'],
  window: Lowering['window'],
  schemas: DataSchemas,
): LoweredQuery {
  const lowering = loweringFor(bound, world, stored, window, schemas)
  try {
    const names = lowerStatements(bound.statements, environment(), lowering)
    if (!bound.result) return failed('no-query', bound.kql)
    // A pipe that does not start with a table ends in an operator that has its own refusal.
    if (!isTable(bound.result.ResultType) && !is(bound.result, 'PipeExpression'))
      return failed('value-result', bound.kql)
    const plan = limitRecords(lowering.table(bound.result, names), lowering)
    const contents = contentsOf(plan)
    refuseMixedDecimals(plan, contents)
    refuseOpenedSketches(plan, contents)
    return { plan: plan.serialized ? carryOrder(plan) : { ...plan, order: [] }, diagnostics: lowering.warnings }
  } catch (error) {
    if (error instanceof Refusal) return { plan: undefined, diagnostics: [error.diagnostic] }
    if (error instanceof StageNeeded) return { plan: undefined, question: error.question, diagnostics: [] }
    throw error
  }
}

const failed = (name: 'no-query' | 'value-result', kql: string): LoweredQuery => ({
  plan: undefined,
  diagnostics: [{ ...refusalText(name), severity: 'error', start: 0, end: kql.length }],
})

function loweringFor(
  bound: BoundQuery,
  world: QueryWorld,
  stored: Lowering['stored'],
  window: Lowering['window'],
  schemas: DataSchemas,
): Lowering {
  let next = 0
  const words = reachedWords(bound.kql, world)
  const { catalogue } = world
  const tables = new Map<string, Table | undefined>()
  const lowering: Lowering = {
    catalogue: {
      names: catalogue.names,
      get: name => {
        if (tables.has(name)) return tables.get(name)
        const table = catalogue.get(name)
        const widened = table && tableFor(table, words)
        tables.set(name, widened)
        return widened
      },
    },
    watchlists: new Map((world.watchlists ?? []).map(watchlist => [watchlist.alias, watchlist])),
    undeclaredWatchlists: new Set(),
    externalData: new Set((world.externalData ?? []).map(({ url }) => url)),
    stored,
    ...(window && { window }),
    schemas,
    decided: new Map(),
    warnings: [],
    options: new Map(),
    newId: () => `c${next++}`,
    pipeline: (operators, input, environment) => lowerPipeline(operators, input, environment, lowering),
    table: (expression, environment) => lowerTable(expression, environment, lowering),
    expression: (expression, scope) => lowerExpression(expression, scope, lowering),
    statements: (statements, environment) => lowerStatements(statements, environment, lowering),
  }
  return lowering
}
