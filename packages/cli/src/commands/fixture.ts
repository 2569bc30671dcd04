import { type Diagnosed, isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { ticksPerDay } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readAt, readMoveTo, readTimeout } from '../command-line/option-values.ts'
import type { FixtureRun } from '../fixture/fixture-settings.ts'
import { readPseudonymKey } from '../fixture/read-pseudonym-key.ts'
import { writeFixture } from '../fixture/write-fixture.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openAlertingRule } from '../project/alerting-rule.ts'
import { type LocalWorld, openContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'

export async function run(args: Args<'fixture'>, io: Io): Promise<ExitCode> {
  const at = args.at === undefined ? undefined : readAt(args.at)
  const target = args['move-to'] === undefined ? undefined : readMoveTo(args['move-to'])
  const limit = readTimeout(args.timeout)
  const key = readPseudonymKey(args.key, io)
  const misread = [at, target, limit, key].flatMap(read => read?.diagnostics ?? [])
  const days = daysBetween(at?.value, target?.value)
  if (misread.length === 0 && (args.rule === undefined) !== (args.at === undefined))
    misread.push(conflict('--rule and --at belong together'))
  if (misread.length === 0 && days === undefined) {
    misread.push(conflict('--move-to needs --at, and the same time of the day'))
  }
  if (misread.length > 0 || !limit.value || !key.value || days === undefined) return showDiagnostics(misread, io)

  const opened = await openRun(args, at?.value)
  if (!opened.value) return showDiagnostics(opened.diagnostics, io)
  const { world, run } = opened.value
  const settings = { data: named(args.data), key: key.value, run, where: args.where, days, timeout: limit.value }
  showDiagnostics(opened.diagnostics, io)
  return writeFixture(settings, world, args.out, io)
}

const conflict = (reason: string) => commandReport['option-conflict'](undefined, reason)

/** Undefined if the times are not a whole number of days apart, or if there is only the second. */
function daysBetween(at: bigint | undefined, target: bigint | undefined): bigint | undefined {
  if (target === undefined) return 0n
  return at !== undefined && (target - at) % ticksPerDay === 0n ? (target - at) / ticksPerDay : undefined
}

async function openRun(
  { rule: name, project }: Args<'fixture'>,
  at: bigint | undefined,
): Promise<Diagnosed<{ readonly world: LocalWorld; readonly run?: FixtureRun | undefined }>> {
  if (name === undefined || at === undefined) {
    const { value: context, diagnostics } = await openContext({ folder: project })
    return context && !diagnostics.some(isError) ? { value: { world: context.world }, diagnostics } : { diagnostics }
  }
  const { value: found, diagnostics } = await openAlertingRule(name, project)
  if (!found) return { diagnostics }
  return { value: { world: found.context.world, run: { rule: found.rule, at } }, diagnostics }
}
