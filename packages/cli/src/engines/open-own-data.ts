import type { Diagnosed } from '@tripline/diagnostics'
import { overOwnData, type RemoteFailure } from '@tripline/engines'
import type { Engine } from '@tripline/kql/engine'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { RemoteChoice } from './engine-choice.ts'
import { openRemoteEngine } from './open-remote-engine.ts'

/** An engine elsewhere as one that has its data loaded. `onUncounted` as for `overOwnData`. */
export function openOwnData(
  choice: RemoteChoice,
  context: ProjectContext,
  io: Io,
  onUncounted?: (engine: string, failure: RemoteFailure) => void,
): Diagnosed<Engine> {
  const { value, diagnostics } = openRemoteEngine(choice, context, io)
  if (!value) return { diagnostics }
  return { value: overOwnData(value, failure => onUncounted?.(value.name, failure)), diagnostics }
}
