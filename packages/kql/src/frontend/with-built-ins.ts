import { memoized } from '../limits/bounded-cache.ts'
import { builtInFunction } from '../world/asim-function.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { reachedWords } from './reached-functions.ts'

const builtIn = memoized(64, builtInFunction)

/** A world for each set of built-in functions that queries of another mention, so that the binder's state for it is kept. */
const worlds = new WeakMap<QueryWorld, Map<string, QueryWorld>>()

/** A world with the functions that every workspace has, as far as a query mentions them and the project does not define them. */
export function withBuiltIns(kql: string, world: QueryWorld): QueryWorld {
  const own = new Set(world.functions?.map(({ name }) => name))
  const mentioned = [...reachedWords(kql, world)]
    .filter(word => !own.has(word))
    .map(word => builtIn(word))
    .filter(stored => stored !== undefined)
  if (mentioned.length === 0) return world
  const known = worlds.get(world) ?? new Map<string, QueryWorld>()
  worlds.set(world, known)
  const key = mentioned
    .map(({ name }) => name)
    .sort()
    .join()
  const wider = known.get(key) ?? { ...world, functions: [...(world.functions ?? []), ...mentioned] }
  known.set(key, wider)
  return wider
}
