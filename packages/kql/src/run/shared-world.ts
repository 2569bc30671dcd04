import { namesOf } from '../cache/world-key.ts'
import { boundedCache } from '../limits/bounded-cache.ts'
import type { QueryWorld } from '../world/query-world.ts'

const worlds = boundedCache<QueryWorld>(16)

/**
 * The same object for worlds in which every name means the same, without the rows of watchlists and the texts of files. The
 * binder's state belongs to a world, and takes longer to build than most queries to compile.
 */
export const sharedWorld = (world: QueryWorld): QueryWorld =>
  worlds.get(namesOf(world), () => ({
    catalogue: world.catalogue,
    functions: world.functions ?? [],
    watchlists: (world.watchlists ?? []).map(({ alias, columns }) => ({ alias, columns })),
    externalData: (world.externalData ?? []).map(({ url }) => ({ url })),
  }))
