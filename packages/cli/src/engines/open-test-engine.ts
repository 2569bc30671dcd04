import type { Diagnosed } from '@tripline/diagnostics'
import { answeringEngine, givenBy } from '@tripline/engines'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { Elsewhere } from '../test/jobs/local-replay.ts'
import type { RemoteChoice } from './engine-choice.ts'
import { openRemoteEngine } from './open-remote-engine.ts'

/** What answers the queries of tests. */
export interface TestEngine {
  readonly elsewhere?: Elsewhere
  close(): void
}

/** An engine elsewhere that replays tests. */
export function openTestEngine(choice: RemoteChoice, context: ProjectContext, io: Io): Diagnosed<TestEngine> {
  const { value: remote, diagnostics } = openRemoteEngine(choice, context, io)
  if (!remote) return { diagnostics }
  const elsewhere: Elsewhere = (engine, catalogue, dataset) =>
    answeringEngine(engine, remote, givenBy(catalogue, dataset))
  return { value: { elsewhere, close: remote.close }, diagnostics }
}
