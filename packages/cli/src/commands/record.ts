import { inside, temporaryFolder } from '@tripline/files'
import { isAnalytics } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readInstant, readTimeout } from '../command-line/option-values.ts'
import { connectTarget } from '../deploy/connect-target.ts'
import { readPseudonymKey } from '../fixture/read-pseudonym-key.ts'
import { recordLogs } from '../fixture/record-logs.ts'
import { writeFixture } from '../fixture/write-fixture.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openAlertingRule } from '../project/alerting-rule.ts'
import { findTarget } from '../project/command-context.ts'
import { tablesNamed } from '../query/named-tables.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'

/** A fixture of the rows in a workspace that a run of a rule at `--to` reads. */
export async function run(args: Args<'record'>, io: Io): Promise<ExitCode> {
  const [from, to] = [readInstant('--from', args.from), readInstant('--to', args.to)]
  const [limit, key] = [readTimeout(args.timeout), readPseudonymKey(args.key, io)]
  const misread = [from, to, limit, key].flatMap(read => read.diagnostics)
  if (from.value === undefined || to.value === undefined || !limit.value || !key.value) {
    return showDiagnostics(misread, io)
  }
  if (from.value >= to.value) {
    return showDiagnostics([commandReport['option-conflict'](undefined, '--from must be before --to')], io)
  }
  const found = await openAlertingRule(args.rule, args.project)
  if (!found.value) return showDiagnostics(found.diagnostics, io)
  const { context, rule } = found.value
  const { project, world, root } = context
  if (!project) return showDiagnostics([commandReport['project-missing'](undefined, args.rule)], io)
  if (!isAnalytics(rule)) {
    return showDiagnostics([commandReport['rule-kind']({ ...rule.span, end: rule.span.start }, rule.kind)], io)
  }
  const target = findTarget(project, args.workspace)
  const client = target.value && connectTarget(target.value, root, io)
  if (!target.value || !client?.value)
    return showDiagnostics([...target.diagnostics, ...(client?.diagnostics ?? [])], io)
  using folder = temporaryFolder()
  const tables = tablesNamed(rule.query.value, world.functions, world.catalogue)
  const time = { from: from.value, to: to.value, timeout: limit.value }
  const recorded = await recordLogs(tables, time, client.value, target.value, folder)
  if (!recorded.value) return showDiagnostics([...found.diagnostics, ...recorded.diagnostics], io)
  if (recorded.value.rows === 0) return showDiagnostics([commandReport['fixture-empty'](undefined)], io)
  const settings = {
    data: inside(folder.path, folder.path),
    key: key.value,
    run: { rule, at: to.value },
    days: 0n,
    timeout: limit.value,
  }
  // The folder lasts until this function ends.
  return await writeFixture(settings, world, args.out, io)
}
