import { isError } from '@tripline/diagnostics'
import { startEmulator } from '@tripline/emulator'
import { stateFolder } from '@tripline/emulator/endpoint'
import { named } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showListening } from '../views/emulator.human.ts'

export async function run({ port, data, project }: Args<'emulator'>, io: Io): Promise<ExitCode> {
  if (!(Number.isInteger(port) && port >= 0 && port < 2 ** 16)) {
    return showDiagnostics(
      [commandReport['option-value'](undefined, '--port', String(port), 'a number from 0 to 65535')],
      io,
    )
  }
  const { value: context, diagnostics } = await openContext({ folder: project })
  if (!context || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  const interrupted = io.interrupted()
  const emulator = await startEmulator({
    ...context.world,
    clock: io.clock,
    port,
    stateDir: stateFolder(context.root),
    ...(data !== undefined && { dataDir: named(data) }),
  })
  const shown = showDiagnostics([...diagnostics, ...emulator.diagnostics], io)
  if (!emulator.value) return shown
  showListening(emulator.value.url, io)
  await interrupted
  await emulator.value.close()
  return exitCodes.ok
}
