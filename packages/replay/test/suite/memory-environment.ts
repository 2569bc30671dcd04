import { openEngine } from '@tripline/kql/engine'
import { loadCatalogue } from '@tripline/schemas'
import type { ReplayEnvironment } from '../../src/suite/replay-environment.ts'

/** A project in a folder that adds nothing, whose logs are all read into memory. */
export const memoryEnvironment = (root: string): ReplayEnvironment => ({
  openEngine,
  logs: { contentOf: async () => undefined, log: async () => undefined },
  catalogue: loadCatalogue(),
  functions: [],
  watchlists: [],
  externalData: [],
  root,
  timeout: 30_000,
  stopwatch: () => 0,
})
