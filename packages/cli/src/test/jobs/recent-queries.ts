import type { QueryCache } from '@tripline/kql/engine'

/** The cases of a test file run the same query, or a few dozen mutants of it, over few combinations of tables. */
const mostRemembered = 128

/** Remembers what was last compiled or read, so that the cases of a rule compile its query once, whether or not it is kept. */
export function recentQueries(kept: QueryCache | undefined): QueryCache {
  const recent = new Map<string, ReturnType<QueryCache['read']>>()
  const remember = (key: string, query: ReturnType<QueryCache['read']>) => {
    if (recent.size >= mostRemembered) recent.clear()
    recent.set(key, query)
    return query
  }
  return {
    read(key) {
      const known = recent.get(key)
      if (known) return known
      const read = kept?.read(key)
      return read && remember(key, read)
    },
    write(key, query) {
      remember(key, query)
      kept?.write(key, query)
    },
    plans: kept?.plans,
    parser: kept?.parser,
  }
}
