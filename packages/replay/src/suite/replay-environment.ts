import type { StoredFunction } from '@tripline/kql/compile'
import type { Dataset, Engine, LogStore } from '@tripline/kql/engine'
import type { ExternalFile, Watchlist } from '@tripline/project'
import type { Catalogue } from '@tripline/schemas'

/** The engine and the surroundings of a replay. */
export interface ReplayEnvironment {
  readonly openEngine: (catalogue: Catalogue, dataset: Dataset) => Promise<Engine>
  /** Large logs, each read once for all cases. */
  readonly logs: LogStore
  readonly catalogue: Catalogue
  readonly functions: readonly StoredFunction[]
  readonly watchlists: readonly Watchlist[]
  readonly externalData: readonly ExternalFile[]
  /** The folder that paths in tests may not leave. */
  readonly root: string
  /** Time limit of one run of a query, in milliseconds. */
  readonly timeout: number
  /** Milliseconds of any origin, for measuring how long cases take. */
  readonly stopwatch: () => number
  /** Whether reports say what the runs of a case saw and did. */
  readonly describes?: boolean | undefined
}
