import type { Args } from '../command-line/grammar.ts'
import { readJobs } from '../command-line/option-values.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { processAhead } from '../test/jobs/process-ahead.ts'

/** The process that replays test files starts before all else is loaded. */
export async function run(args: Args<'test'>, io: Io): Promise<ExitCode> {
  const jobs = args.watch || args.engine !== undefined ? undefined : readJobs(args.jobs).value
  using ahead = jobs && processAhead(jobs, io.env)
  const { testCommand } = await import('../test/test-command.ts')
  return await testCommand(args, ahead, io)
}
