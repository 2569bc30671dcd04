import type { Diagnostic, Severity, Span } from '@tripline/diagnostics'
import type { QueryAnalysis } from '@tripline/kql/analysis'
import type { RuleDraft, RuleKind, RuleQuery } from '../document/rule.ts'
import type { ResultSchema } from '../query/result-schema.ts'

/** What a check knows besides the rule. */
export interface CheckContext {
  /** Keys of the file that the format lacks; one may be a misspelling. */
  readonly unknownKeys: readonly string[]
  /** Absent for kinds without a query, and if the query could not be read. */
  readonly analysed?: AnalysedQuery
}

export interface AnalysedQuery {
  readonly query: RuleQuery
  readonly analysis: QueryAnalysis
  /** The result's columns; absent if the query does not bind or has columns that depend on data. */
  readonly result?: ResultSchema
}

/** A check of detection rules; its page is `checks/<id>.md`. */
export interface Check {
  readonly id: string
  readonly severity: Severity
  readonly kinds: readonly RuleKind[]
  run(rule: RuleDraft, context: CheckContext): Iterable<Diagnostic>
}

/** Makes the check's finding at a value. */
interface Reporter<Arguments extends readonly unknown[]> {
  at(where: { readonly span: Span }, ...args: Arguments): Diagnostic
}

interface Definition<Kind extends RuleKind, Arguments extends readonly unknown[]> {
  readonly id: string
  readonly severity: Severity
  /** The kinds of rule that it applies to. */
  readonly kinds: readonly Kind[]
  readonly says: (...args: Arguments) => string
  /** What to write instead. */
  readonly fix?: (...args: Arguments) => string | undefined
  run(this: Reporter<Arguments>, rule: RuleDraft<Kind>, context: CheckContext): Iterable<Diagnostic>
}

export function defineCheck<const Kind extends RuleKind, Arguments extends readonly unknown[]>(
  definition: Definition<Kind, Arguments>,
): Check {
  const { id, severity, kinds } = definition
  const reporter: Reporter<Arguments> = {
    at: ({ span }, ...args) => {
      const fix = definition.fix?.(...args)
      const message = definition.says(...args)
      return { id, severity, category: 'finding', message, span, ...(fix !== undefined && { fix }) }
    },
  }
  const judges = (rule: RuleDraft): rule is RuleDraft & RuleDraft<Kind> =>
    (kinds as readonly RuleKind[]).includes(rule.kind)
  return {
    id,
    severity,
    kinds,
    run: (rule, context) => (judges(rule) ? definition.run.call(reporter, rule, context) : []),
  }
}
