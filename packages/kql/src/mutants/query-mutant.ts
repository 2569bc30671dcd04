import type { TextSpan } from '../world/query-diagnostic.ts'

/** What a mutant changes, in the order in which they are listed. */
export const mutantKinds = ['condition', 'comparison', 'threshold', 'window', 'join', 'match', 'case', 'value'] as const
export type MutantKind = (typeof mutantKinds)[number]

/** A small change of a query: `text` replaces what is at the span. */
export interface QueryMutant extends TextSpan {
  readonly kind: MutantKind
  readonly text: string
}

export const mutated = (kql: string, { start, end, text }: QueryMutant): string =>
  kql.slice(0, start) + text + kql.slice(end)
