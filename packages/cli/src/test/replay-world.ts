import { queryCacheLocation } from '../cache/query-cache.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { ReplayWorld } from './jobs/suite-order.ts'

/** What the tests of a project are replayed with. `logFolder`: the path of a private folder for large logs. */
export function replayWorld(
  { root, project: { watchlists, externalData }, world: { catalogue, functions } }: ProjectContext,
  settings: Pick<ReplayWorld, 'timeout' | 'logFolder'> & { readonly wanted?: RegExp },
  io: Io,
): ReplayWorld {
  const queryCache = queryCacheLocation(io)
  return { root, tables: catalogue.own, functions, watchlists, externalData, wanted: /(?:)/, ...settings, queryCache }
}
