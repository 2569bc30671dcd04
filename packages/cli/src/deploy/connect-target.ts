import {
  type Allowance,
  azureAddress,
  azureCredential,
  type Clock,
  connect,
  limits,
  localAddress,
  localCredential,
  type Recorder,
  type WorkspaceClient,
} from '@tripline/azure'
import type { Diagnosed, Span } from '@tripline/diagnostics'
import { type EmulatorEndpoint, readEndpoint, stateFolder } from '@tripline/emulator/endpoint'
import { reasonOf } from '@tripline/files'
import { type AzureTarget, projectReport, type Target } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'

/** The clients of a workspace of the project in `root`; nothing is sent yet. By default, they may do what one command needs. */
export function connectTarget(
  target: Target,
  root: string,
  io: Io,
  allowance: Allowance = limits.command,
  record?: Recorder,
): Diagnosed<WorkspaceClient> {
  const clock = clockOf(io)
  if (target.kind === 'azure') {
    const client = connect(addressOf(target), azureCredential(target.cloud?.value), clock, allowance, record)
    return { value: client, diagnostics: [] }
  }
  const { value: endpoint, diagnostics } = runningEmulator(root, target.name.span)
  if (!endpoint) return { diagnostics }
  const address = localAddress(endpoint, target.name.value)
  return { value: connect(address, localCredential, clock, allowance, record), diagnostics }
}

export const clockOf = (io: Io): Clock => ({ now: () => io.clock().getTime(), wait: io.wait, after: io.after })

/** Where the emulator of the project in `root` runs. `span`: what names it. */
export function runningEmulator(root: string, span?: Span): Diagnosed<EmulatorEndpoint> {
  const folder = stateFolder(root)
  try {
    const value = readEndpoint(folder)
    return value ? { value, diagnostics: [] } : { diagnostics: [commandReport['emulator-missing'](span)] }
  } catch (error) {
    return { diagnostics: [projectReport['file-unreadable'](span, folder.path, reasonOf(error))] }
  }
}

/** Where a workspace in Azure is reached. */
export function addressOf({ cloud, subscriptionId, resourceGroup, workspaceName, workspaceId, storage }: AzureTarget) {
  const ids = {
    subscription: subscriptionId.value,
    resourceGroup: resourceGroup.value,
    workspace: workspaceName.value,
    ...(workspaceId && { customerId: workspaceId.value }),
    ...(storage && {
      storage: {
        subscription: (storage.subscriptionId ?? subscriptionId).value,
        resourceGroup: storage.resourceGroup.value,
      },
    }),
  }
  return azureAddress(ids, cloud?.value)
}
