import type { Severity } from '@tripline/diagnostics'
import type { QueryFacts, TextSpan } from '@tripline/kql/analysis'
import { queryKinds } from '../document/rule.ts'
import { spanInQuery } from '../query/query-span.ts'
import { type Check, defineCheck } from './check.ts'

interface Lint<Fact extends TextSpan> {
  readonly id: string
  readonly severity?: Severity
  readonly among: (facts: QueryFacts) => readonly Fact[]
  readonly where?: (fact: Fact) => boolean
  readonly says: (fact: Fact) => string
  readonly fix: (fact: Fact) => string
}

/** A check of KQL that works, but slowly, or on other rows than its author may expect. */
export const defineLint = <Fact extends TextSpan>({
  id,
  severity = 'info',
  among,
  where = () => true,
  says,
  fix,
}: Lint<Fact>): Check =>
  defineCheck({
    id,
    severity,
    kinds: queryKinds,
    says,
    fix,
    *run(_, { analysed }) {
      if (!analysed) return
      const { query, analysis } = analysed
      for (const fact of among(analysis.facts).filter(where))
        yield this.at({ span: spanInQuery(query, fact.start, fact.end) }, fact)
    },
  })
