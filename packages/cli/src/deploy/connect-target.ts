import {
  type AzureWorkspace,
  azureCredential,
  azureTarget,
  type Clock,
  connect,
  localCredential,
  localTarget,
} from '@tripline/azure'
import type { Diagnosed } from '@tripline/diagnostics'
import { type EmulatorEndpoint, readEndpoint, stateFolder } from '@tripline/emulator/endpoint'
import { reasonOf } from '@tripline/files'
import { projectReport, type Workspace } from '@tripline/project'
import { report } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'

/** The clients of a workspace of the project in `root`; nothing is sent yet. */
export function connectWorkspace(workspace: Workspace, root: string, io: Io): Diagnosed<AzureWorkspace> {
  const clock: Clock = { now: () => io.clock().getTime(), wait: io.wait, after: io.after }
  if (workspace.kind === 'azure') {
    const { subscriptionId, resourceGroup, workspaceName, workspaceId } = workspace
    const place = {
      subscription: subscriptionId.value,
      resourceGroup: resourceGroup.value,
      workspace: workspaceName.value,
      ...(workspaceId && { customerId: workspaceId.value }),
    }
    return { value: connect(azureTarget(place), azureCredential(), clock), diagnostics: [] }
  }
  const folder = stateFolder(root)
  let endpoint: EmulatorEndpoint | undefined
  try {
    endpoint = readEndpoint(folder)
  } catch (error) {
    return { diagnostics: [projectReport['file-unreadable'](workspace.name.span, folder.path, reasonOf(error))] }
  }
  if (!endpoint) return { diagnostics: [report['emulator-missing'](workspace.name.span)] }
  return { value: connect(localTarget(endpoint), localCredential, clock), diagnostics: [] }
}
