import type { Diagnostic } from '@tripline/diagnostics'
import { type Comparison, comparingEngine, givenBy } from '@tripline/engines'
import { type FilePath, temporaryFolder } from '@tripline/files'
import { databasesByLogs } from '@tripline/kql/engine'
import { type CaseIdentity, replaySuite } from '@tripline/replay'
import { queryCacheLocation } from '../cache/open-query-cache.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { replayEnvironment } from '../test/jobs/local-replay.ts'
import { replayWorld } from '../test/replay-world.ts'
import type { GivenEngine } from './open-given-engine.ts'

/** What two engines say of one run of a case, or of the query of a file. */
export interface Verified {
  readonly subject: Pick<CaseIdentity, 'rule' | 'case'> | { readonly file: string }
  readonly comparison: Comparison
}

/** What was compared, and what kept the rest from it. */
export interface EngineVerification {
  readonly verified: readonly Verified[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface VerifySettings {
  /** Cases are replayed when this matches the path of their rule and their name. */
  readonly wanted: RegExp
  /** Milliseconds that a query may take. */
  readonly timeout: number
  /** Learns the name of each case or file as it starts. */
  readonly onSubject: (name: string) => void
}

/** Replays cases one after the other, and compares each answer with that of another engine. */
export async function verifyCases(
  files: readonly FilePath[],
  context: ProjectContext,
  { remote, tables, isInterrupted }: GivenEngine,
  { wanted, timeout, onSubject }: VerifySettings,
  io: Io,
): Promise<EngineVerification> {
  using folder = temporaryFolder()
  await using databases = databasesByLogs()
  const world = replayWorld(context, { timeout, wanted, queryCache: queryCacheLocation(io), logFolder: folder.path })
  const environment = replayEnvironment(world, databases, io.stopwatch)
  const verified: Verified[] = []
  const diagnostics: Diagnostic[] = []
  let current: CaseIdentity | undefined
  const comparing: typeof environment = {
    ...environment,
    async openEngine(catalogue, dataset) {
      const engine = await environment.openEngine(catalogue, dataset)
      return comparingEngine(engine, remote, givenBy(catalogue, dataset, tables), comparison =>
        verified.push({ subject: { rule: current!.rule, case: current!.case }, comparison }),
      )
    },
  }
  const started = (identity: CaseIdentity) => {
    current = identity
    onSubject(`${identity.rule} › ${identity.case}`)
  }
  const ended = (report: { readonly diagnostics: readonly Diagnostic[] }) => diagnostics.push(...report.diagnostics)
  for (const file of files) {
    const wants = (rulePath: string, name: string) => !isInterrupted() && wanted.test(`${rulePath} ${name}`)
    const suite = await replaySuite(file, comparing, wants, { started, ended })
    diagnostics.push(...suite.diagnostics)
  }
  return { verified, diagnostics }
}
