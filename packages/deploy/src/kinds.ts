import type { DesiredProject, DesiredResource, Kind, KindType } from './kind.ts'
import { alertRules } from './kinds/alert-rules.ts'
import { savedSearches } from './kinds/saved-searches.ts'
import { tables } from './kinds/tables.ts'
import { watchlists } from './kinds/watchlists.ts'
import { workspace } from './kinds/workspace.ts'

const byType: Readonly<Record<KindType, Kind>> = { workspace, tables, watchlists, savedSearches, alertRules }

/** Every kind, in the order of deployment: those that others refer to come first. */
export const kinds: readonly Kind[] = [workspace, tables, watchlists, savedSearches, alertRules]

export const kindOf = ({ type }: { readonly type: KindType }): Kind => byType[type]

/** The desired resources of a workspace. Others are left alone. */
export const desiredState = (project: DesiredProject): readonly DesiredResource[] =>
  kinds.flatMap(kind => kind.wanted(project))
