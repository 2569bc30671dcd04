import type { Diagnosed } from '@tripline/diagnostics'
import { answeringEngine, givenBy, type RemoteFailure } from '@tripline/engines'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { Elsewhere } from '../test/jobs/local-replay.ts'
import type { RemoteChoice } from './engine-choice.ts'
import { type GivenEngine, openGivenEngine } from './open-given-engine.ts'

/** What answers the queries of tests. */
export interface TestEngine extends Pick<GivenEngine, 'isInterrupted' | 'close'> {
  readonly elsewhere?: Elsewhere
}

/** An engine elsewhere that replays tests. `allowsTables` as for `openGivenEngine`, `onUncounted` for `answeringEngine`. */
export function openTestEngine(
  choice: RemoteChoice,
  allowsTables: boolean,
  context: ProjectContext,
  io: Io,
  onUncounted?: (engine: string, failure: RemoteFailure) => void,
): Diagnosed<TestEngine> {
  const { value, diagnostics } = openGivenEngine(choice, allowsTables, context, io)
  if (!value) return { diagnostics }
  const { remote, tables } = value
  const elsewhere: Elsewhere = (engine, catalogue, dataset) =>
    answeringEngine(engine, remote, givenBy(catalogue, dataset, tables), failure => onUncounted?.(remote.name, failure))
  return { value: { ...value, elsewhere }, diagnostics }
}
