/** What can be known about a query without a database. */
export * from './query-world.ts'
import type { QueryAnalysis, QueryDiagnostic, QueryWorld } from './query-world.ts'

/** Bind a query with the official parser. Never throws on a user's text. */
export declare function analyseQuery(kql: string, world: QueryWorld): QueryAnalysis

/** Replace top-level scalar `let` values; a value must be of the let's type. Text is the query with the values spliced in. */
export declare function applyParameters(
  kql: string,
  values: Readonly<Record<string, string | number | boolean>>,
  world: QueryWorld,
): { readonly kql: string; readonly diagnostics: readonly QueryDiagnostic[] }
