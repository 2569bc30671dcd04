import { boundedCache } from '../limits/bounded-cache.ts'
import type { Compile, PreparedQuery } from './prepared-query.ts'

/** A batch may hold any number of queries, and few of them recur after this many others. */
const mostKept = 128

/** A rule runs as the same query at many times. Failed compilations are not kept, as they may succeed later. */
export function memoizeCompile(compile: Compile): Compile {
  const known = boundedCache<Promise<PreparedQuery>>(mostKept)
  return (kql, window) => {
    const key = `${window ?? ''} ${kql}`
    const prepared = known.get(key, () => compile(kql, window))
    prepared.catch(() => known.forget(key))
    return prepared
  }
}
