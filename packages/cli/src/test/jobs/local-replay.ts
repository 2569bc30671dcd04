import { type Database, type Dataset, openDatabase, openEngine } from '@tripline/kql/engine'
import { replaySuite, type SuiteObserver, type SuiteReport } from '@tripline/replay'
import { type Catalogue, loadCatalogue } from '@tripline/schemas'
import { openQueryCacheAt } from '../../cache/query-cache.ts'
import { recentQueries } from './recent-queries.ts'
import type { ReplayWorld, SuiteOrder } from './suite-order.ts'

/** Replays test files in this process, one after the other, all on one database. */
export interface LocalReplay extends AsyncDisposable {
  replay(order: SuiteOrder, observer: SuiteObserver): Promise<SuiteReport>
}

/** `stopwatch`: milliseconds of any origin. */
export function localReplay(world: ReplayWorld, stopwatch: () => number): LocalReplay {
  const database = databaseOnDemand()
  const cache = recentQueries(world.queryCache && openQueryCacheAt(world.queryCache))
  const environment = {
    ...world,
    openEngine: async (catalogue: Catalogue, dataset: Dataset) =>
      openEngine(catalogue, dataset, { cache, database: await database.opened() }),
    catalogue: loadCatalogue().with(world.tables),
    stopwatch,
  }
  return {
    replay({ file, except }, observer) {
      const wants = (rulePath: string, name: string) => !except.has(name) && world.wanted.test(`${rulePath} ${name}`)
      return replaySuite(file, environment, wants, observer)
    },
    [Symbol.asyncDispose]: () => database.closed(),
  }
}

/** One database for all cases, opened for the first that is replayed. */
function databaseOnDemand() {
  let opening: Promise<Database> | undefined
  return {
    opened(): Promise<Database> {
      opening ??= openDatabase()
      return opening
    },
    async closed(): Promise<void> {
      await opening?.then(
        database => database[Symbol.dispose](),
        // Each case has reported it.
        () => {},
      )
    },
  }
}
