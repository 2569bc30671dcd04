import { availableParallelism } from 'node:os'
import type { FilePath } from '@tripline/files'
import { percentNoticed } from '@tripline/replay'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readJobs, readMinScore, readTimeout } from '../command-line/option-values.ts'
import { expectedCoverage } from '../coverage/expected-coverage.ts'
import { keptScores } from '../coverage/kept-scores.ts'
import { coverRules, scoreRules } from '../coverage/score-rules.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject, type ProjectContext } from '../project/command-context.ts'
import { testFiles } from '../test/replay-tests.ts'
import { showCoverage, showScores } from '../views/coverage.human.ts'
import { showCoverageJson, showScoresJson } from '../views/coverage.json.ts'
import { showCoverageMarkdown, showScoresMarkdown } from '../views/coverage.markdown.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { progress } from '../views/progress.human.ts'

const coverageViews = { human: showCoverage, json: showCoverageJson, markdown: showCoverageMarkdown }
const scoreViews = { human: showScores, json: showScoresJson, markdown: showScoresMarkdown }

interface Settings {
  readonly timeout: number
  readonly jobs: number
  /** Percent. */
  readonly minimum: number
  /** Whether scores of earlier runs count. */
  readonly isKept: boolean
}

export async function run(args: Args<'coverage'>, io: Io): Promise<ExitCode> {
  const minScore = args['min-score']
  if (minScore !== undefined && !args.mutate) {
    return showDiagnostics([commandReport['option-conflict'](undefined, '--min-score is for --mutate')], io)
  }
  if (args.format === 'navigator' && args.mutate) {
    return showDiagnostics([commandReport['option-conflict'](undefined, '--format navigator is not for --mutate')], io)
  }
  const timeout = readTimeout(args.timeout)
  const jobs = readJobs(args.jobs)
  const least = minScore === undefined ? { value: 0, diagnostics: [] } : readMinScore(minScore)
  const misread = [timeout, jobs, least].flatMap(read => read.diagnostics)
  if (timeout.value === undefined || !jobs.value || least.value === undefined) return showDiagnostics(misread, io)
  const { paths = [] } = args
  const { value: context, diagnostics } = await openProject({ folder: args.project, near: paths[0] })
  if (!context) return showDiagnostics(diagnostics, io)
  const files = await testFiles(paths, context)
  if (!files.value) return showDiagnostics(files.diagnostics, io)
  showDiagnostics(diagnostics, io)
  const most = args.jobs === undefined ? availableParallelism() : jobs.value.most
  const settings = { timeout: timeout.value, jobs: most, minimum: least.value, isKept: !args['no-cache'] }
  const { format } = args
  if (format === 'navigator') {
    const { showAttackLayer } = await import('../views/coverage.navigator.ts')
    showAttackLayer(await expectedCoverage(files.value, context), io)
    return exitCodes.ok
  }
  return args.mutate
    ? mutate(files.value, context, settings, format, io)
    : cover(files.value, context, settings, format, io)
}

async function cover(
  files: readonly FilePath[],
  context: ProjectContext,
  { timeout }: Settings,
  format: keyof typeof coverageViews,
  io: Io,
): Promise<ExitCode> {
  const line = progress(io)
  const coverages = await coverRules(files, context, { timeout, onRule: ({ rule }) => line.show(rule) }, io)
  line.end()
  coverageViews[format](coverages, io)
  return showDiagnostics(
    coverages.flatMap(({ diagnostics }) => diagnostics),
    io,
  )
}

async function mutate(
  files: readonly FilePath[],
  context: ProjectContext,
  { timeout, jobs, minimum, isKept }: Settings,
  format: keyof typeof scoreViews,
  io: Io,
): Promise<ExitCode> {
  const line = progress(io)
  const kept = isKept ? keptScores(context, timeout, io) : undefined
  const scores = await scoreRules(files, context, { timeout, jobs, kept, onRule: ({ rule }) => line.show(rule) }, io)
  line.end()
  scoreViews[format](scores, io)
  const shown = showDiagnostics(
    scores.flatMap(({ diagnostics }) => diagnostics),
    io,
  )
  const isBelow = scores.some(score => percentNoticed(score) < minimum)
  return shown === exitCodes.ok && isBelow ? exitCodes.findings : shown
}
