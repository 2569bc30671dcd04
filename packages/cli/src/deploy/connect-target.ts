import {
  azureAddress,
  azureCredential,
  type Clock,
  connect,
  localAddress,
  localCredential,
  type WorkspaceClient,
} from '@tripline/azure'
import type { Diagnosed } from '@tripline/diagnostics'
import { type EmulatorEndpoint, readEndpoint, stateFolder } from '@tripline/emulator/endpoint'
import { reasonOf } from '@tripline/files'
import { type AzureTarget, projectReport, type Target } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'

/** The clients of a workspace of the project in `root`; nothing is sent yet. */
export function connectTarget(target: Target, root: string, io: Io): Diagnosed<WorkspaceClient> {
  const clock: Clock = { now: () => io.clock().getTime(), wait: io.wait, after: io.after }
  if (target.kind === 'azure') {
    const client = connect(addressOf(target), azureCredential(target.cloud?.value), clock)
    return { value: client, diagnostics: [] }
  }
  const folder = stateFolder(root)
  let endpoint: EmulatorEndpoint | undefined
  try {
    endpoint = readEndpoint(folder)
  } catch (error) {
    return { diagnostics: [projectReport['file-unreadable'](target.name.span, folder.path, reasonOf(error))] }
  }
  if (!endpoint) return { diagnostics: [commandReport['emulator-missing'](target.name.span)] }
  return { value: connect(localAddress(endpoint), localCredential, clock), diagnostics: [] }
}

/** Where a workspace in Azure is reached. */
export function addressOf({ cloud, subscriptionId, resourceGroup, workspaceName, workspaceId }: AzureTarget) {
  const ids = {
    subscription: subscriptionId.value,
    resourceGroup: resourceGroup.value,
    workspace: workspaceName.value,
    ...(workspaceId && { customerId: workspaceId.value }),
  }
  return azureAddress(ids, cloud?.value)
}
