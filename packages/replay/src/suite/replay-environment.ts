import type { StoredFunction } from '@tripline/kql/compile'
import type { Dataset, Engine } from '@tripline/kql/engine'
import type { ExternalFile, Watchlist } from '@tripline/project'
import type { Catalogue } from '@tripline/schemas'

/** The engine that rules are replayed in, and the machine they are replayed on. */
export interface ReplayEnvironment {
  readonly openEngine: (catalogue: Catalogue, dataset: Dataset) => Promise<Engine>
  readonly catalogue: Catalogue
  readonly functions: readonly StoredFunction[]
  readonly watchlists: readonly Watchlist[]
  readonly externalData: readonly ExternalFile[]
  /** The folder that no path of a test may leave. */
  readonly root: string
  /** How long one run of a query may take, in milliseconds. */
  readonly timeout: number
  /** Milliseconds of any origin, for measuring how long cases take. */
  readonly stopwatch: () => number
}
