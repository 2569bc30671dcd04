import { type CloudName, clouds } from './clouds.ts'

/** One Log Analytics workspace and the endpoints through which it is reached. */
export interface WorkspaceAddress {
  readonly subscription: string
  readonly resourceGroup: string
  readonly workspace: string
  /** The GUID by which the query service knows the workspace; looked up when absent. */
  readonly customerId?: string
  /** The resource group of its archive's storage accounts; its own when absent. */
  readonly storage?: { readonly subscription: string; readonly resourceGroup: string }
  /** Origin of Azure Resource Manager. */
  readonly management: string
  /** Origin of the query service. */
  readonly logs: string
  /** Certificate (PEM) to trust besides the public ones: the emulator's. */
  readonly ca?: string
}

/** A workspace in Azure. */
export function azureAddress(
  ids: Pick<WorkspaceAddress, 'subscription' | 'resourceGroup' | 'workspace' | 'customerId' | 'storage'>,
  cloud: CloudName = 'AzureCloud',
): WorkspaceAddress {
  const { management, logs } = clouds[cloud]
  return { ...ids, management, logs }
}

/** A workspace of a running emulator; every one has `local`. */
export function localAddress(
  emulator: { readonly url: string; readonly ca: string },
  workspace = 'local',
): WorkspaceAddress {
  return {
    subscription: '00000000-0000-0000-0000-000000000000',
    resourceGroup: 'local',
    workspace,
    management: emulator.url,
    logs: emulator.url,
    ca: emulator.ca,
  }
}

/** The workspace's ARM path; resource ids of everything in it begin with it. */
export function workspacePath({ subscription, resourceGroup, workspace }: WorkspaceAddress): string {
  const [s, g, w] = [subscription, resourceGroup, workspace].map(encodeURIComponent)
  return `/subscriptions/${s}/resourceGroups/${g}/providers/Microsoft.OperationalInsights/workspaces/${w}`
}

/** The ARM path of the storage accounts of the workspace's archive. */
export function accountsPath({ subscription, resourceGroup, storage }: WorkspaceAddress): string {
  const [s, g] = [storage?.subscription ?? subscription, storage?.resourceGroup ?? resourceGroup].map(
    encodeURIComponent,
  )
  return `/subscriptions/${s}/resourceGroups/${g}/providers/Microsoft.Storage/storageAccounts`
}
