import { type FilePath, temporaryFolder } from '@tripline/files'
import { databasesByLogs } from '@tripline/kql/engine'
import { coverSuites, loadSuite, type RuleCoverage, type RuleScore, replayReport } from '@tripline/replay'
import { queryCacheLocation } from '../cache/query-cache.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { localReplay, replayEnvironment } from '../test/jobs/local-replay.ts'
import { hasProcesses, startReplayProcess } from '../test/jobs/start-replay-process.ts'
import { replayWorld } from '../test/replay-world.ts'

export interface ScoreSettings {
  readonly jobs: number
  /** Milliseconds that a query may take. */
  readonly timeout: number
  readonly onRule: (score: RuleScore) => void
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
  for (const { files: own } of await byRule(files, context.root)) {
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
  { jobs, timeout, onRule }: ScoreSettings,
  io: Io,
): Promise<readonly RuleScore[]> {
  using folder = temporaryFolder()
  const world = replayWorld(context, { timeout, queryCache: queryCacheLocation(io), logFolder: folder.path })
  const suites = await byRule(files, context.root)
  const scores: RuleScore[] = []
  // The longest first, so that no process is left with it at the end.
  const waiting = [...suites.entries()].sort(([, a], [, b]) => b.effort - a.effort).values()
  const work = async (mutate: (files: readonly FilePath[]) => Promise<RuleScore | undefined>) => {
    for (const [index, { rule, files: own }] of waiting) {
      const score = (await mutate(own)) ?? { rule, mutants: [], diagnostics: [lost(own[0]!)] }
      scores[index] = score
      onRule(score)
    }
  }
  const workers = Math.min(jobs, suites.length)
  if (!hasProcesses || workers < 2) {
    await using local = localReplay(world, io.stopwatch)
    await work(own => local.mutate(own))
    return scores
  }
  await Promise.all(
    Array.from({ length: workers }, async () => {
      let process = startReplayProcess(world, io.env)
      try {
        await work(async own => {
          const score = await process.mutate(own)
          if (score) return score
          await process.end()
          process = startReplayProcess(world, io.env)
          return undefined
        })
      } finally {
        await process.end()
      }
    }),
  )
  return scores
}

const lost = ({ path }: FilePath) =>
  replayReport['case-ended']({ file: { path, text: '' }, start: 0, end: 0 }, 'ended with one of its mutants')

interface SuitesOfRule {
  readonly rule: string
  readonly files: readonly FilePath[]
  /** Grows with the number of mutants and of cases. */
  readonly effort: number
}

/** The test files of each rule, in the order of the files. */
async function byRule(files: readonly FilePath[], root: string): Promise<readonly SuitesOfRule[]> {
  const rules = new Map<string, SuitesOfRule>()
  for (const file of files) {
    const { value } = await loadSuite(file, root)
    const path = value?.rulePath ?? file.path
    const { files: others, effort } = rules.get(path) ?? { files: [], effort: 0 }
    const own = (value?.rule.value?.file.text.length ?? 0) * (value?.tests.cases.length ?? 0)
    rules.set(path, { rule: path, files: [...others, file], effort: effort + own })
  }
  return [...rules.values()]
}
