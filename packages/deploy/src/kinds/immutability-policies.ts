import { type DesiredArchive, exportedTables } from '../desired-archive.ts'
import { commonKind, type DesiredResource, type Judged, type Kind, onePut } from '../kind.ts'
import { stepKey } from '../plan/deploy-plan.ts'
import { landingContainer, vaultContainer } from './blob-containers.ts'

const period = 'immutabilityPeriodSinceCreationInDays'
const appends = 'allowProtectedAppendWrites'

/**
 * Time-based policies of the containers of an archive. They are written unlocked; only `archive lock` locks and extends them,
 * because that cannot be undone.
 */
export const immutabilityPolicies: Kind = {
  ...commonKind,
  type: 'immutabilityPolicies',
  noun: 'immutability policy',
  fields: { [period]: {}, [appends]: { byDefault: false }, allowProtectedAppendWritesAll: { byDefault: false } },
  wanted: ({ archive }) => (archive ? wantedPolicies(archive) : []),
  judge: judgePolicy,
  sendings: onePut('immutabilityPolicies'),
}

function wantedPolicies(archive: DesiredArchive): readonly DesiredResource[] {
  const { landing, keep } = archive.settings
  const landings = exportedTables(archive).map(({ table }) => landingContainer(archive, table))
  return [
    // Without them the policy would stop the export.
    ...landings.flatMap(id =>
      id === undefined ? [] : [wanted(id, { [period]: landing.protect.value, [appends]: true })],
    ),
    wanted(vaultContainer(archive), { [period]: keep.value }),
  ]
}

const wanted = (id: string, properties: Readonly<Record<string, unknown>>): DesiredResource => ({
  type: 'immutabilityPolicies',
  id,
  name: id,
  needs: [stepKey({ type: 'blobContainers', id })],
  body: { properties },
})

function* judgePolicy({ wanted, stored, changes }: Judged) {
  if (!stored || changes.length === 0) return
  const { [period]: days, state } = stored.properties
  const wantedDays = Number(wanted.body.properties[period])
  if (state !== 'Locked') {
    if (wantedDays < Number(days)) yield { warning: `blobs can be deleted after ${wantedDays} days instead of ${days}` }
  } else if (changes.some(({ path }) => path !== period)) {
    yield { conflict: 'it is locked, and whether blobs can be appended to cannot be changed any more' }
  } else if (wantedDays < Number(days)) {
    yield { conflict: `it is locked for ${days} days, which cannot become fewer` }
  } else {
    yield { conflict: `it is locked for ${days} days; archive lock extends it to ${wantedDays}` }
  }
}
