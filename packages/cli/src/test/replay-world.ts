import type { ProjectContext } from '../project/command-context.ts'
import type { ReplayWorld } from './jobs/suite-order.ts'

type Settings = Pick<ReplayWorld, 'timeout' | 'logFolder' | 'queryCache'> &
  Partial<Pick<ReplayWorld, 'wanted' | 'bail' | 'logCache' | 'describes'>>

/** What the tests of a project are replayed with; all cases are wanted unless the settings say which. */
export const replayWorld = (
  { root, project: { watchlists, externalData }, world: { catalogue, functions } }: ProjectContext,
  settings: Settings,
): ReplayWorld => ({ root, tables: catalogue.own, functions, watchlists, externalData, wanted: /(?:)/, ...settings })
