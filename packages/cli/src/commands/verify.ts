import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readAt, readFilter, readTimeout } from '../command-line/option-values.ts'
import { chosenFiles } from '../engines/chosen-files.ts'
import { readEngine } from '../engines/engine-choice.ts'
import { openGivenEngine } from '../engines/open-given-engine.ts'
import { recordedCases } from '../engines/recorded-cases.ts'
import { type EngineVerification, type Verified, verifyCases } from '../engines/verify-cases.ts'
import { verifyQueries } from '../engines/verify-queries.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { progress } from '../views/progress.human.ts'
import { showVerified } from '../views/verify.human.ts'
import { showVerifiedJson } from '../views/verify.json.ts'
import { writeWhole } from '../write/write-whole.ts'

const views = { human: showVerified, json: showVerifiedJson }

export async function run(args: Args<'verify'>, io: Io): Promise<ExitCode> {
  const { paths = [], filter = '', format, record } = args
  const engine = readEngine(args.engine)
  const wanted = readFilter(filter)
  const timeout = readTimeout(args.timeout)
  const at: Diagnosed<bigint | undefined> = args.at === undefined ? { diagnostics: [] } : readAt(args.at)
  const misread = [engine, wanted, timeout, at].flatMap(({ diagnostics }) => diagnostics)
  if (!engine.value || !wanted.value || !timeout.value || misread.length > 0) return showDiagnostics(misread, io)
  if (engine.value.kind === 'embedded') {
    return showDiagnostics([commandReport['option-conflict'](undefined, 'the embedded engine is what is verified')], io)
  }
  const { value: context, diagnostics } = await openProject({ folder: args.project, near: paths[0] })
  if (!context) return showDiagnostics(diagnostics, io)
  const chosen = await chosenFiles(paths, context)
  if (!chosen.value) return showDiagnostics(chosen.diagnostics, io)
  const given = openGivenEngine(engine.value, args['allow-management'], context, io)
  if (!given.value) return showDiagnostics(given.diagnostics, io)
  const line = progress(io)
  const settings = {
    wanted: wanted.value,
    timeout: timeout.value,
    now: at.value,
    onSubject: (name: string) => line.show(name),
  }
  const { tests, queries } = chosen.value
  const parts = [
    await verifyCases(tests, context, given.value, settings, io),
    await verifyQueries(queries, context, given.value, settings, io),
  ]
  line.end()
  const result: EngineVerification = {
    verified: parts.flatMap(({ verified }) => verified),
    diagnostics: [...parts.flatMap(part => part.diagnostics), ...given.value.close()],
  }
  views[format](result.verified, io)
  const unkept = record === undefined ? [] : await keepAnswers(record, result.verified, given.value.remote.name)
  const shown = showDiagnostics(
    [...diagnostics, ...result.diagnostics, ...unusable(result.verified, args.engine), ...unkept],
    io,
  )
  if (exitCodeOf(result.diagnostics) === exitCodes.unusable || shown === exitCodes.unusable) return exitCodes.unusable
  return result.verified.some(isDifference) ? exitCodes.findings : exitCodes.ok
}

/** Keeps the answers whose queries bring their data. */
async function keepAnswers(
  path: string,
  verified: readonly Verified[],
  origin: string,
): Promise<readonly Diagnostic[]> {
  const unwritten = await writeWhole(named(path), recordedCases(verified, origin))
  const left = verified.filter(({ comparison: { kql, there } }) => there?.ok && kql === undefined)
  return left.length > 0 ? [...unwritten, commandReport['record-incomplete'](undefined, path, left.length)] : unwritten
}

/** An answer that differs, or a query that the other engine rejects. */
const isDifference = ({ comparison: { verdict } }: Verified): boolean =>
  verdict.kind === 'different' || (verdict.kind === 'failed-there' && verdict.fault === 'refused')

/** Why the engine did not answer, said once; and that nothing was compared, which could pass for agreement. */
function unusable(verified: readonly Verified[], engine: string): readonly Diagnostic[] {
  const reasons = verified.flatMap(({ comparison: { verdict } }) =>
    verdict.kind === 'failed-there' && verdict.fault !== 'refused' ? [[verdict.fault, verdict.reason] as const] : [],
  )
  const first = new Map(reasons)
  const faults = [...first].map(([fault, reason]) => commandReport['engine-unusable'](undefined, engine, fault, reason))
  const compared = verified.some(
    ({ comparison: { verdict } }) => verdict.kind === 'same' || verdict.kind === 'different',
  )
  if (faults.length > 0 || compared || verified.some(isDifference)) return faults
  return [commandReport['nothing-compared'](undefined, engine)]
}
