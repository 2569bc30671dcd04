import type { DesiredArchive } from './desired-archive.ts'
import type { DesiredProject, DesiredResource, Kind, KindType } from './kind.ts'
import { alertRules } from './kinds/alert-rules.ts'
import { automationRules } from './kinds/automation-rules.ts'
import { blobContainers } from './kinds/blob-containers.ts'
import { dataExports } from './kinds/data-exports.ts'
import { immutabilityPolicies } from './kinds/immutability-policies.ts'
import { savedSearches } from './kinds/saved-searches.ts'
import { storageAccounts } from './kinds/storage-accounts.ts'
import { tables } from './kinds/tables.ts'
import { watchlists } from './kinds/watchlists.ts'
import { workspace } from './kinds/workspace.ts'

/** Kinds of a workspace's content, in the order of deployment: those that others refer to come first. */
export const kinds: readonly Kind[] = [workspace, tables, watchlists, savedSearches, alertRules, automationRules]

/** Kinds of its archive, in the same order. */
export const archiveKinds: readonly Kind[] = [storageAccounts, blobContainers, immutabilityPolicies, dataExports]

export const allKinds: readonly Kind[] = [...kinds, ...archiveKinds]

const byType = Object.fromEntries(allKinds.map(kind => [kind.type, kind])) as Readonly<Record<KindType, Kind>>

export const kindOf = ({ type }: { readonly type: KindType }): Kind => byType[type]

/** The desired resources of some kinds. Others are left alone. */
export const desiredState = (project: DesiredProject, among: readonly Kind[] = kinds): readonly DesiredResource[] =>
  among.flatMap(kind => kind.wanted(project))

/** The desired resources of an archive. */
export const desiredArchive = (archive: DesiredArchive): readonly DesiredResource[] =>
  desiredState({ ...emptyProject, archive }, archiveKinds)

const emptyProject: DesiredProject = {
  owner: '',
  rules: [],
  searches: [],
  functions: [],
  watchlists: [],
  automationRules: [],
  tables: [],
  retention: { default: {}, tables: [] },
}
