import type { Args } from '../command-line/grammar.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import type { ProcessAhead } from '../test/jobs/process-ahead.ts'
import { testCommand } from '../test/test-command.ts'

export const run = (args: Args<'test'>, io: Io, ahead?: ProcessAhead): Promise<ExitCode> => testCommand(args, ahead, io)
