import { type FilePath, temporaryFolder } from '@tripline/files'
import { databasesByLogs } from '@tripline/kql/engine'
import { coverSuites, type RuleCoverage, type RuleScore, replayReport } from '@tripline/replay'
import { queryCacheLocation } from '../cache/open-query-cache.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { localReplay, replayEnvironment } from '../test/jobs/local-replay.ts'
import { hasProcesses, startReplayProcess } from '../test/jobs/start-replay-process.ts'
import { replayWorld } from '../test/replay-world.ts'
import type { KeptScores } from './kept-scores.ts'
import { suitesByRule } from './suites-by-rule.ts'

export interface ScoreSettings {
  readonly jobs: number
  /** Milliseconds that a query may take. */
  readonly timeout: number
  readonly onRule: (score: RuleScore) => void
  /** Scores of earlier runs; without them, every rule is scored. */
  readonly kept?: KeptScores | undefined
}

/** A score, and whether it is that of an earlier run. */
export interface ScoredRule extends RuleScore {
  readonly kept: boolean
}

/** Which conditions of each rule its tests show to hold and not to hold, in the order of the files. */
export async function coverRules(
  files: readonly FilePath[],
  context: ProjectContext,
  { timeout, onRule }: Pick<ScoreSettings, 'timeout'> & { readonly onRule: (coverage: RuleCoverage) => void },
  io: Io,
): Promise<readonly RuleCoverage[]> {
  using folder = temporaryFolder()
  await using databases = databasesByLogs()
  const environment = replayEnvironment(
    replayWorld(context, { timeout, queryCache: queryCacheLocation(io), logFolder: folder.path }),
    databases,
    io.stopwatch,
  )
  const coverages: RuleCoverage[] = []
  for (const { files: own } of await suitesByRule(files, context.root)) {
    const coverage = await coverSuites(own, environment)
    coverages.push(coverage)
    onRule(coverage)
  }
  return coverages
}

/** The score of each rule that the test files are about, in the order of the files. */
export async function scoreRules(
  files: readonly FilePath[],
  context: ProjectContext,
  { jobs, timeout, onRule, kept }: ScoreSettings,
  io: Io,
): Promise<readonly ScoredRule[]> {
  using folder = temporaryFolder()
  const world = replayWorld(context, { timeout, queryCache: queryCacheLocation(io), logFolder: folder.path })
  const suites = await suitesByRule(files, context.root)
  const keys = await Promise.all(suites.map(({ files: own }) => kept?.keyOf(own)))
  const scores = keys.map((key): ScoredRule | undefined => {
    const score = key === undefined ? undefined : kept?.read(key)
    return score && { ...score, kept: true }
  })
  const changed = [...suites.entries()].filter(([index]) => !scores[index])
  // The longest first, so that no process is left with it at the end.
  const waiting = changed.toSorted(([, a], [, b]) => b.effort - a.effort).values()
  const work = async (mutate: (files: readonly FilePath[]) => Promise<RuleScore | undefined>) => {
    for (const [index, { rule, files: own }] of waiting) {
      const score = (await mutate(own)) ?? { rule, mutants: [], diagnostics: [lost(own[0]!)] }
      scores[index] = { ...score, kept: false }
      onRule(score)
      const key = keys[index]
      // Unless something has changed while it was scored.
      if (key !== undefined && score.diagnostics.length === 0 && key === (await kept?.keyOf(own)))
        kept?.write(key, score)
    }
  }
  const workers = Math.min(jobs, changed.length)
  if (!hasProcesses || workers < 2) {
    await using local = localReplay(world, io.stopwatch)
    await work(own => local.mutate(own))
    return scores as ScoredRule[]
  }
  const { forkReplayProcess } = await import('../fork-replay-process.ts')
  const start = () => startReplayProcess(forkReplayProcess(io.env), world)
  await Promise.all(
    Array.from({ length: workers }, async () => {
      let process = start()
      try {
        await work(async own => {
          const score = await process.mutate(own)
          if (score) return score
          await process.end()
          process = start()
          return undefined
        })
      } finally {
        await process.end()
      }
    }),
  )
  return scores as ScoredRule[]
}

const lost = ({ path }: FilePath) =>
  replayReport['case-ended']({ file: { path, text: '' }, start: 0, end: 0 }, 'ended with one of its mutants')
