import type { Diagnostic } from '@tripline/diagnostics'
import { type QueryAnalysis, queryFinding } from '@tripline/kql/analysis'
import type { RuleQuery } from '../document/rule.ts'
import { spanInQuery } from './query-span.ts'

/** What the official binder, and the engine that replays, say about a rule's query, where it is written in the rule file. */
export const queryFindings = (
  query: RuleQuery,
  { diagnostics, refusals }: QueryAnalysis,
  { isReplayed }: { readonly isReplayed: boolean },
): readonly Diagnostic[] =>
  [...diagnostics, ...refusals.filter(({ kind }) => isReplayed || kind === 'semantic')].map(found => ({
    ...queryFinding(found, spanInQuery(query, found.start, found.end)),
    // The error is reported where the function is written.
    ...(found.code === 'faulty-function' && { severity: 'warning' as const }),
    // Kusto runs what this engine does not support: the rule is valid, but cannot be replayed.
    ...(found.kind === 'unsupported' && { severity: 'info' as const }),
  }))
