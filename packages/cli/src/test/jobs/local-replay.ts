import { type FilePath, inside, slicedDigests } from '@tripline/files'
import {
  type DatabasesByLogs,
  type Dataset,
  databasesByLogs,
  type Engine,
  loadEngine,
  openEngine,
  openLogStore,
  prepareCompiler,
} from '@tripline/kql/engine'
import {
  type ReplayEnvironment,
  type RuleScore,
  replaySuite,
  type SuiteObserver,
  type SuiteReport,
} from '@tripline/replay'
import { type Catalogue, loadCatalogue } from '@tripline/schemas'
import { openLogCacheAt } from '../../cache/log-cache.ts'
import { openQueryCacheAt } from '../../cache/open-query-cache.ts'
import { recentQueries } from './recent-queries.ts'
import type { ReplayWorld, SuiteOrder } from './suite-order.ts'

/** Replays test files in this process, one after the other, on one database for each set of large logs. */
export interface LocalReplay extends AsyncDisposable {
  replay(order: SuiteOrder, observer: SuiteObserver): Promise<SuiteReport>
  /** Replays the test files of one rule with the rule's mutants. */
  mutate(files: readonly FilePath[]): Promise<RuleScore>
  /** Loads what compiles queries, until `isOver`. */
  prepare(isOver: () => boolean): Promise<void>
}

/** Another engine in the stead of the local one. */
export type Elsewhere = (engine: Engine, catalogue: Catalogue, dataset: Dataset) => Engine

/**
 * `stopwatch`: milliseconds of any origin. `isOver`: whether the cases that are left are not to be replayed. `elsewhere`: what
 * answers the queries instead. `databases` are closed with the result.
 */
export function localReplay(
  world: ReplayWorld,
  stopwatch: () => number,
  isOver = () => false,
  elsewhere?: Elsewhere,
  databases = databasesByLogs(),
): LocalReplay {
  const environment = replayEnvironment(world, databases, stopwatch, elsewhere)
  return {
    replay({ file, except }, observer) {
      // Other threads are busy with the logs of the first case.
      loadEngine()
      const wants = (rulePath: string, name: string) =>
        !isOver() && !except.has(name) && world.wanted.test(`${rulePath} ${name}`)
      return replaySuite(file, environment, wants, observer)
    },
    async mutate(files) {
      const { mutateSuites } = await import('@tripline/replay/mutation')
      return mutateSuites(files, environment)
    },
    prepare(isOver) {
      const { catalogue, functions } = environment
      const code = world.queryCache && openQueryCacheAt(world.queryCache)?.parser
      return prepareCompiler({ catalogue, functions }, code, isOver)
    },
    [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
  }
}

/** What cases are replayed with. */
export function replayEnvironment(
  world: Omit<ReplayWorld, 'wanted'>,
  databases: DatabasesByLogs,
  stopwatch: () => number,
  elsewhere: Elsewhere = engine => engine,
): ReplayEnvironment {
  const cache = recentQueries(world.queryCache && openQueryCacheAt(world.queryCache))
  return {
    ...world,
    async openEngine(catalogue: Catalogue, dataset: Dataset) {
      const engine = await openEngine(catalogue, dataset, { cache, database: await databases.over(dataset.logs) })
      return elsewhere(engine, catalogue, dataset)
    },
    logs: openLogStore(
      inside(world.logFolder, world.logFolder),
      slicedDigests(),
      world.logCache && openLogCacheAt(world.logCache),
    ),
    catalogue: loadCatalogue().with(world.tables),
    stopwatch,
  }
}
