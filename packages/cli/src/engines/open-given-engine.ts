import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import { type RemoteEngine, stoppable, type TemporaryTables, temporaryTables } from '@tripline/engines'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { RemoteChoice } from './engine-choice.ts'
import { openRemoteEngine } from './open-remote-engine.ts'

/** An engine elsewhere that is given the data of each query. */
export interface GivenEngine {
  readonly remote: RemoteEngine
  /** What takes data that does not fit into a query; absent unless that is allowed. */
  readonly tables?: TemporaryTables
  /** Whether nothing more is to be asked. */
  isInterrupted(): boolean
  /** Says what is left behind. */
  close(): readonly Diagnostic[]
}

/**
 * The engine that was chosen; nothing is sent yet. `allowsTables`: whether it may make tables. Then an interruption ends the
 * questions, not the process, so that the tables are removed.
 */
export function openGivenEngine(
  choice: RemoteChoice,
  allowsTables: boolean,
  context: ProjectContext,
  io: Io,
): Diagnosed<GivenEngine> {
  const { value: remote, diagnostics } = openRemoteEngine(choice, context, io)
  if (!remote) return { diagnostics }
  if (!allowsTables) {
    const close = () => {
      remote.close()
      return []
    }
    return { value: { remote, isInterrupted: () => false, close }, diagnostics }
  }
  const { manage } = remote
  if (!manage) {
    const reason = `--allow-management needs an engine kusto=…; ${remote.name} takes no commands`
    return { diagnostics: [commandReport['option-conflict'](undefined, reason)] }
  }
  let isInterrupted = false
  const interrupted = io.interrupted().then(() => {
    isInterrupted = true
  })
  const managed = stoppable({ ...remote, manage }, interrupted)
  const tables = temporaryTables(
    managed,
    () => `tripline_${io.uuid().replaceAll('-', '')}`,
    () => isInterrupted,
  )
  const value: GivenEngine = {
    remote: managed,
    tables,
    isInterrupted: () => isInterrupted,
    close() {
      remote.close()
      const left = tables.left()
      return [
        ...(isInterrupted ? [commandReport.interrupted(undefined, remote.name)] : []),
        ...(left.length > 0 ? [commandReport['engine-tables-left'](undefined, remote.name, left)] : []),
      ]
    },
  }
  return { value, diagnostics }
}
