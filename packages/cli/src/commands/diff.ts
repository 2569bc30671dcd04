import { isError } from '@tripline/diagnostics'
import { named, temporaryFolder } from '@tripline/files'
import { databasesByLogs } from '@tripline/kql/engine'
import { listDetections } from '@tripline/project'
import { queryCacheLocation } from '../cache/open-query-cache.ts'
import type { Args } from '../command-line/grammar.ts'
import { readTimeout } from '../command-line/option-values.ts'
import { casesAsSources, logsAsSource } from '../diff/alert-sources.ts'
import { diffAlerts, type RuleChange, type Version } from '../diff/diff-alerts.ts'
import { openBase, type RuleSet, ruleSet } from '../diff/open-base.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { replayEnvironment } from '../test/jobs/local-replay.ts'
import { replayWorld } from '../test/replay-world.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showDiff } from '../views/diff.human.ts'
import { showDiffJson } from '../views/diff.json.ts'
import { showDiffMarkdown } from '../views/diff.markdown.ts'
import { progress } from '../views/progress.human.ts'

const views = { human: showDiff, json: showDiffJson, markdown: showDiffMarkdown }

export async function run(args: Args<'diff'>, io: Io): Promise<ExitCode> {
  const timeout = readTimeout(args.timeout)
  if (timeout.value === undefined) return showDiagnostics(timeout.diagnostics, io)
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  using folder = temporaryFolder()
  using logFolder = temporaryFolder()
  const after = await ruleSet(context)
  const opened = await openBase(after, args.base, folder.path)
  if (!opened.value) return showDiagnostics([...diagnostics, ...opened.diagnostics], io)
  const { base, sharesWorld } = opened.value
  const listed = await listDetections(context.project.detections)
  const cases = await casesAsSources(listed.value?.tests ?? [], context.root)
  const unread = [...diagnostics, ...cases.diagnostics]
  if (unread.some(isError)) return showDiagnostics(unread, io)
  const paths = new Set([...base.rules.keys(), ...after.rules.keys()])
  const logs = args.data === undefined ? [] : [...paths].map(path => logsAsSource(named(args.data as string), path))
  await using databases = databasesByLogs()
  const settings = { timeout: timeout.value, queryCache: queryCacheLocation(io), logFolder: logFolder.path }
  const version = (rules: RuleSet): Version => {
    // The logs of cases are those of now.
    const world = { ...replayWorld(rules.context, settings), root: context.root }
    return { ...rules, environment: replayEnvironment(world, databases, io.stopwatch) }
  }
  const line = progress(io)
  const changes: RuleChange[] = []
  for await (const change of diffAlerts(version(base), version(after), sharesWorld, [
    ...(cases.value ?? []),
    ...logs,
  ])) {
    line.show(change.rule)
    changes.push(change)
  }
  line.end()
  views[args.format](changes, args.base, io)
  return showDiagnostics([...unread, ...changes.flatMap(change => change.diagnostics)], io)
}
