import { azureCredential } from '@tripline/azure'
import type { Diagnosed } from '@tripline/diagnostics'
import { kustoEngine, logAnalyticsPace, paced, type RemoteEngine, workspaceEngine } from '@tripline/engines'
import { isLoopback } from '@tripline/project'
import { connectTarget, runningEmulator } from '../deploy/connect-target.ts'
import type { Io } from '../process/io.ts'
import { findTarget, type ProjectContext } from '../project/command-context.ts'
import { addressOf, type RemoteChoice } from './engine-choice.ts'

/** The engine that was chosen; nothing is sent yet. */
export function openRemoteEngine(
  choice: RemoteChoice,
  { project, root }: ProjectContext,
  io: Io,
): Diagnosed<RemoteEngine> {
  const address = addressOf(choice, project)
  if (!address.value) return { diagnostics: address.diagnostics }
  const clock = { now: () => io.clock().getTime(), wait: io.wait, after: io.after }
  if (address.value.kind === 'workspace') {
    const { name } = address.value
    const target = findTarget(project, name)
    if (!target.value) return { diagnostics: target.diagnostics }
    const client = connectTarget(target.value, root, io)
    if (!client.value) return { diagnostics: client.diagnostics }
    const engine = workspaceEngine(name, client.value.queries)
    return { value: paced(engine, logAnalyticsPace, clock), diagnostics: [] }
  }
  const { cluster, database } = address.value
  if (cluster !== undefined) {
    // The Kusto emulator asks for no token; every other cluster does.
    const credential = isLoopback(new URL(cluster).hostname) ? undefined : azureCredential()
    return { value: kustoEngine({ cluster, database }, credential, clock), diagnostics: [] }
  }
  const endpoint = runningEmulator(root)
  if (!endpoint.value) return { diagnostics: endpoint.diagnostics }
  const { url, ca } = endpoint.value
  return { value: kustoEngine({ cluster: url, database, ca }, undefined, clock), diagnostics: [] }
}
