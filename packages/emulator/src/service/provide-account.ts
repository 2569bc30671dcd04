import { workspaceLocation } from '../routes/workspace.ts'
import { accountSettings } from '../state/account-collections.ts'
import { type EmulatorState, emptyStore } from '../state/emulator-state.ts'

const group =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Storage/storageAccounts'

/** Makes a storage account that takes exports and has the tier Archive, unless it exists. */
export function provideAccount(name: string, { accounts }: EmulatorState, clock: () => Date): void {
  const id = `${group}/${name}`
  if (accounts.has(id.toLowerCase())) return
  const account = emptyStore(id)
  accountSettings(account).set('account', {
    location: workspaceLocation,
    kind: 'StorageV2',
    sku: { name: 'Standard_GRS' },
    properties: {},
    createdAt: clock().toISOString(),
  })
  accounts.set(id.toLowerCase(), account)
}
