import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

const limit = 10_000

export const queryLength = defineCheck({
  id: 'query-length',
  severity: 'error',
  kinds: analyticsKinds,
  says: (length: number) => `the query has ${length} characters; Sentinel accepts 1 to ${limit}`,
  fix: length =>
    length > limit ? 'move long lists to a watchlist and shared logic to a workspace function' : undefined,
  *run({ query }) {
    const length = query?.value.trim() === '' ? 0 : query?.value.length
    if (query && (length === 0 || length! > limit))
      yield this.at({ span: { ...query.span, end: query.span.start } }, length!)
  },
})
