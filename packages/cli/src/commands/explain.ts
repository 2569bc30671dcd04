import { type Diagnosed, isError, nearest } from '@tripline/diagnostics'
import { type FilePath, temporaryFolder } from '@tripline/files'
import { databasesByLogs } from '@tripline/kql/engine'
import { explainCase, loadSuite } from '@tripline/replay'
import type { TestCase } from '@tripline/rules'
import { queryCacheLocation } from '../cache/query-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readTimeout } from '../command-line/option-values.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject, type ProjectContext } from '../project/command-context.ts'
import { findRule } from '../project/find-rules.ts'
import { readRule } from '../project/read-rule.ts'
import { replayEnvironment } from '../test/jobs/local-replay.ts'
import { testsOfRules } from '../test/tests-of-rules.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showExplanation } from '../views/explain.human.ts'
import { showExplanationJson } from '../views/explain.json.ts'

const views = { human: showExplanation, json: showExplanationJson }

export async function run(args: Args<'explain'>, io: Io): Promise<ExitCode> {
  const limit = readTimeout(args.timeout)
  if (limit.value === undefined) return showDiagnostics(limit.diagnostics, io)
  const { value: context, diagnostics } = await openProject({ folder: args.project, near: args.rule })
  if (!context) return showDiagnostics(diagnostics, io)
  const file = await findRule(args.rule, context)
  if (!file.value) return showDiagnostics(file.diagnostics, io)
  const { value: rule, diagnostics: findings } = await readRule(file.value)
  if (!rule) return showDiagnostics(findings, io)
  const found = await findCase(file.value, args.case, context)
  if (!found.value) return showDiagnostics(found.diagnostics, io)
  const { root, project, world } = context
  const { watchlists, externalData } = project
  const { catalogue, functions } = world
  using folder = temporaryFolder()
  await using databases = databasesByLogs()
  const environment = replayEnvironment(
    {
      root,
      functions,
      watchlists,
      externalData,
      tables: catalogue.own,
      timeout: limit.value,
      queryCache: queryCacheLocation(io),
      logFolder: folder.path,
    },
    databases,
    io.stopwatch,
  )
  const outcome = await explainCase(found.value, rule, environment)
  const shown = showDiagnostics([...diagnostics, ...findings, ...outcome.diagnostics], io)
  if (!outcome.value || outcome.diagnostics.some(isError)) return shown
  views[args.format](outcome.value, io)
  return exitCodes.ok
}

/** The case of a rule's tests that has a name. */
async function findCase(rule: FilePath, name: string, { root, project }: ProjectContext): Promise<Diagnosed<TestCase>> {
  const files = await testsOfRules([rule], project)
  if (files.length === 0) return { diagnostics: [commandReport['rule-untested'](undefined, rule.path)] }
  const suites = await Promise.all(files.map(file => loadSuite(file, root)))
  const cases = suites.flatMap(({ value }) => value?.tests.cases ?? [])
  const value = cases.find(testCase => testCase.name.value === name)
  if (value) return { value, diagnostics: [] }
  const unread = suites.flatMap(({ diagnostics }) => diagnostics).filter(isError)
  if (unread.length > 0) return { diagnostics: unread }
  const names = cases.map(testCase => testCase.name.value)
  return { diagnostics: [commandReport['case-unknown'](undefined, name, rule.path, nearest(name, names))] }
}
