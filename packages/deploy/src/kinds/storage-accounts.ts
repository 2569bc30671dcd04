import type { Resource } from '@tripline/azure'
import { recordOr } from '@tripline/diagnostics'
import { type DesiredArchive, exportedTables } from '../desired-archive.ts'
import { commonKind, type DesiredResource, type Judged, type Kind, type Remark } from '../kind.ts'

/** Storage accounts of an archive: looked at, never written. */
export const storageAccounts: Kind = {
  ...commonKind,
  type: 'storageAccounts',
  noun: 'storage account',
  fields: {},
  wanted: ({ archive }) => (archive ? wantedAccounts(archive) : []),
  // What is wanted says what the account is for.
  comparable: () => ({}),
  *judge({ wanted, stored }: Judged) {
    const { landing, vault, location } = wanted.body.properties as unknown as Purpose
    if (!stored) {
      yield {
        conflict: `there is no such storage account; create it as StorageV2, Standard_GRS or Standard_LRS, in ${location}`,
      }
      return
    }
    const { isNfsV3Enabled, isSftpEnabled, allowBlobPublicAccess } = stored.properties
    if (isNfsV3Enabled === true) yield { conflict: 'it has NFS 3.0 enabled, with which containers take no policies' }
    if (isSftpEnabled === true) yield { conflict: 'it has SFTP enabled, with which containers take no policies' }
    if (landing) yield* judgeLanding(stored, location)
    if (vault) yield* judgeVault(stored, vault.tier, location)
    if (allowBlobPublicAccess === true) yield { warning: 'it lets containers be made public' }
  },
  sendings: () => [],
}

/** What an account is for; both are possible. */
interface Purpose {
  readonly landing?: true
  readonly vault?: { readonly tier: string }
  /** The region of the workspace. */
  readonly location: string
}

function wantedAccounts(archive: DesiredArchive): readonly DesiredResource[] {
  const { settings, location } = archive
  const purposes = new Map<string, Purpose>()
  const vault = settings.vault.account.value
  if (exportedTables(archive).length > 0) purposes.set(settings.landing.account.value, { landing: true, location })
  purposes.set(vault, { location, ...purposes.get(vault), vault: { tier: settings.vault.tier.value } })
  return [...purposes].map(([id, purpose]) => ({
    type: 'storageAccounts',
    id,
    name: id,
    body: { properties: { ...purpose } },
  }))
}

/** Regions are written with and without spaces. */
const region = (location: unknown): string => String(location).toLowerCase().replaceAll(' ', '')

function* judgeLanding({ properties }: Resource, location: string): Iterable<Remark> {
  const { sku, networkAcls } = properties
  if (region(properties.location) !== region(location)) {
    yield {
      conflict: `it is in ${properties.location}; a data export delivers within the region of the workspace, ${location}`,
    }
  }
  if (String(sku).startsWith('Premium'))
    yield { conflict: `it is ${sku}; a data export does not deliver to premium accounts` }
  const { defaultAction, bypass } = recordOr(networkAcls)
  if (defaultAction === 'Deny' && !String(bypass).includes('AzureServices')) {
    yield { conflict: 'its firewall does not let trusted services in, of which data export is one' }
  }
}

/** Kinds of redundancy with which blobs can be in the tier Archive. */
const archivable: ReadonlySet<unknown> = new Set(['Standard_LRS', 'Standard_GRS', 'Standard_RAGRS'])

function* judgeVault({ kind, properties }: Resource, tier: string, location: string): Iterable<Remark> {
  const { sku } = properties
  if (kind !== 'StorageV2' && kind !== 'BlobStorage')
    yield { conflict: `it is of the kind ${kind}, whose blobs have no tiers` }
  if (tier === 'Archive' && !archivable.has(sku)) {
    yield { conflict: `it is ${sku}; the tier Archive exists with Standard_LRS, Standard_GRS and Standard_RAGRS` }
  }
  if (region(properties.location) !== region(location)) {
    yield { warning: `it is in ${properties.location}; rows leave the region of the workspace, ${location}` }
  }
}
