import { boundedCache } from '../limits/bounded-cache.ts'
import type { Compile, PreparedQuery } from './prepared-query.ts'

/** A batch may hold any number of queries; few of them come again after so many others. */
const mostKept = 128

/** A rule runs at many times as the same query. What could not be compiled may be another time. */
export function onceEach(compile: Compile): Compile {
  const known = boundedCache<Promise<PreparedQuery>>(mostKept)
  return (kql, window) => {
    const key = `${window ?? ''} ${kql}`
    const prepared = known.get(key, () => compile(kql, window))
    prepared.catch(() => known.forget(key))
    return prepared
  }
}
