import { type Check, defineCheck } from './check.ts'
import { spanInQuery } from './query-span.ts'
import { codeOf } from './query-text.ts'
import { queryKinds } from './rule.ts'

interface Lint {
  readonly id: string
  /** Global; looked for outside literals and comments. Group 1 is what the advice is about. */
  readonly pattern: RegExp
  /** What must follow in the query itself, literals included. */
  readonly before?: RegExp
  readonly says: (found: string) => string
  readonly fix: (found: string) => string
}

/** Advice about a way of writing KQL that works, but slower or on fewer rows than its author may think. */
export const defineLint = ({ id, pattern, before, says, fix }: Lint): Check =>
  defineCheck({
    id,
    severity: 'info',
    kinds: queryKinds,
    says,
    fix,
    *run({ query }) {
      if (!query) return
      for (const match of codeOf(query.value).matchAll(pattern)) {
        const start = match.index + match[0].indexOf(match[1]!)
        const rest = query.value.slice(match.index + match[0].length)
        if (before && !before.test(rest)) continue
        yield this.at({ span: spanInQuery(query, start, start + match[1]!.length) }, match[1]!)
      }
    },
  })
