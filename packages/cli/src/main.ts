import type { Args, VerbName } from './command-line/grammar.ts'
import { plainRequest } from './command-line/plain-request.ts'
import type { ForkedProcess } from './fork-replay-process.ts'
import { type ExitCode, exitCodes } from './process/exit-codes.ts'
import type { Io } from './process/io.ts'
import { optimizeLater } from './process/optimize-later.ts'
import { showHelp, showUsage } from './views/command-line.human.ts'
import { showFault } from './views/process.human.ts'

/** The commands, each loaded when it is called: most need neither the parser of KQL nor the database. */
const commands: { readonly [Name in VerbName]: () => Promise<Command<Name>> } = {
  init: () => import('./commands/init.ts'),
  new: () => import('./commands/new.ts'),
  check: () => import('./commands/check.ts'),
  fmt: () => import('./commands/fmt.ts'),
  import: () => import('./commands/import.ts'),
  compile: () => import('./commands/compile.ts'),
  test: () => import('./commands/test.ts'),
  coverage: () => import('./commands/coverage.ts'),
  diff: () => import('./commands/diff.ts'),
  run: () => import('./commands/run.ts'),
  backtest: () => import('./commands/backtest.ts'),
  explain: () => import('./commands/explain.ts'),
  fixture: () => import('./commands/fixture.ts'),
  record: () => import('./commands/record.ts'),
  query: () => import('./commands/query.ts'),
  verify: () => import('./commands/verify.ts'),
  schema: () => import('./commands/schema.ts'),
  plan: () => import('./commands/plan.ts'),
  apply: () => import('./commands/apply.ts'),
  drift: () => import('./commands/drift.ts'),
  'archive plan': () => import('./commands/archive-plan.ts'),
  'archive apply': () => import('./commands/archive-apply.ts'),
  'archive run': () => import('./commands/archive-run.ts'),
  'archive verify': () => import('./commands/archive-verify.ts'),
  'archive query': () => import('./commands/archive-query.ts'),
  'archive sweep': () => import('./commands/archive-sweep.ts'),
  'archive lock': () => import('./commands/archive-lock.ts'),
  evidence: () => import('./commands/evidence.ts'),
  'evidence verify': () => import('./commands/evidence-verify.ts'),
  emulator: () => import('./commands/emulator.ts'),
  doctor: () => import('./commands/doctor.ts'),
}

interface Command<Name extends VerbName> {
  /** `ahead`: the process of a test. */
  run(args: Args<Name>, io: Io, ahead?: ForkedProcess): Promise<ExitCode>
}

/**
 * Runs one invocation of `tripline`; resolves to its exit code. Paths are relative to the current folder. `forked`: a process for
 * a test, which ends with the invocation.
 */
export async function main(argv: readonly string[], io: Io, forked?: ForkedProcess): Promise<ExitCode> {
  try {
    using ahead = forked
    const answer = plainRequest(argv)
    if (answer !== undefined) {
      showHelp(answer, io)
      return exitCodes.ok
    }
    const { readCommandLine } = await import('./command-line/command-line.ts')
    const line = await readCommandLine(argv, io.env)
    if (line.kind === 'command') return await call(line, io, ahead)
    if (line.kind === 'help') {
      showHelp(line.text, io)
      return exitCodes.ok
    }
    showUsage(line, io)
    return exitCodes.unusable
  } catch (error) {
    showFault(error, io)
    return exitCodes.fault
  }
}

async function call<Name extends VerbName>(
  { verb, args }: { readonly verb: Name; readonly args: Args<Name> },
  io: Io,
  ahead: ForkedProcess | undefined,
): Promise<ExitCode> {
  const { run } = await commands[verb]()
  optimizeLater()
  return run(args, io, ahead)
}
