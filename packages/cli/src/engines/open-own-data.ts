import type { Diagnosed } from '@tripline/diagnostics'
import { overOwnData } from '@tripline/engines'
import type { Engine } from '@tripline/kql/engine'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { RemoteChoice } from './engine-choice.ts'
import { openRemoteEngine } from './open-remote-engine.ts'

/** An engine elsewhere as one that has its data loaded. */
export function openOwnData(choice: RemoteChoice, context: ProjectContext, io: Io): Diagnosed<Engine> {
  const { value, diagnostics } = openRemoteEngine(choice, context, io)
  return value ? { value: overOwnData(value), diagnostics } : { diagnostics }
}
