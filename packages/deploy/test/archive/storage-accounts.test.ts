import type { Resource } from '@tripline/azure'
import { expect, it } from 'vitest'
import { desiredArchive, type Step } from '../../src/index.ts'
import { storageAccounts } from '../../src/kinds/storage-accounts.ts'
import { planResource } from '../../src/plan/plan-resource.ts'
import { accounts, archive, exported } from './archive-world.ts'

/** A step about the account for exports, or the one for the archive, that is so. */
function stepFor(purpose: 'landing' | 'vault', changes: Readonly<Record<string, unknown>>, tier = 'Archive'): Step {
  const settings = archive({ tier: tier as 'Archive' })
  const tables = exported('SigninLogs').map(table => ({ ...table, plan: 'Analytics' }))
  const desired = desiredArchive({ settings, tables, accounts, location: 'westeurope' })
  const id = purpose === 'landing' ? 'stlanding' : 'stvault'
  const { kind = 'StorageV2', ...properties } = { location: 'westeurope', sku: 'Standard_GRS', ...changes } as Partial<
    Record<string, string>
  >
  const stored: Resource = { id, kind, properties }
  const wanted = desired.find(one => one.type === 'storageAccounts' && one.id === id)!
  return planResource(storageAccounts, wanted, stored, 0)
}

/**
 * What each account needs: Microsoft's articles on data export rules (destinations), on access tiers (redundancy of Archive) and
 * on immutability policies of containers (NFS, SFTP).
 */
it.each([
  ['landing', {}, undefined],
  ['landing', { location: 'West Europe' }, undefined],
  ['landing', { sku: 'Standard_ZRS' }, undefined],
  ['landing', { location: 'northeurope' }, 'within the region of the workspace, westeurope'],
  ['landing', { sku: 'Premium_LRS' }, 'does not deliver to premium accounts'],
  ['landing', { networkAcls: { defaultAction: 'Deny', bypass: 'None' } }, 'does not let trusted services in'],
  ['landing', { networkAcls: { defaultAction: 'Deny' } }, 'does not let trusted services in'],
  ['landing', { networkAcls: { defaultAction: 'Deny', bypass: 'Logging, AzureServices' } }, undefined],
  ['landing', { networkAcls: { defaultAction: 'Allow', bypass: 'None' } }, undefined],
  ['landing', { isNfsV3Enabled: true }, 'NFS 3.0'],
  ['landing', { isSftpEnabled: true }, 'SFTP'],
  ['vault', {}, undefined],
  ['vault', { sku: 'Standard_LRS' }, undefined],
  ['vault', { sku: 'Standard_RAGRS' }, undefined],
  ['vault', { sku: 'Standard_ZRS' }, 'the tier Archive exists with'],
  ['vault', { sku: 'Standard_GZRS' }, 'the tier Archive exists with'],
  ['vault', { sku: 'Standard_RAGZRS' }, 'the tier Archive exists with'],
  ['vault', { kind: 'BlobStorage' }, undefined],
  ['vault', { kind: 'Storage' }, 'whose blobs have no tiers'],
  ['vault', { kind: 'BlockBlobStorage', sku: 'Premium_LRS' }, 'whose blobs have no tiers'],
  ['vault', { isNfsV3Enabled: true }, 'NFS 3.0'],
  ['vault', { isSftpEnabled: true }, 'SFTP'],
] as const)('an account for %s that is %o', (purpose, changes, reason) => {
  const step = stepFor(purpose, changes)
  expect(step.action).toBe(reason === undefined ? 'none' : 'conflict')
  if (reason !== undefined) expect(step.reason).toContain(reason)
})

it('needs no redundancy that Archive has for another tier', () => {
  expect(stepFor('vault', { sku: 'Standard_ZRS' }, 'Cool').action).toBe('none')
})

it('may hold the archive elsewhere and be made public, which is worth a warning', () => {
  expect(stepFor('vault', { location: 'northeurope', allowBlobPublicAccess: true }).warnings).toEqual([
    'it is in northeurope; rows leave the region of the workspace, westeurope',
    'it lets containers be made public',
  ])
})
