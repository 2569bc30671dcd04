import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { reasonOf } from '@tripline/files'
import type { ForkedProcess } from './fork-replay-process.ts'
import { main } from './main.ts'
import { deliver } from './process/delivery.ts'
import { exitCodes } from './process/exit-codes.ts'
import { showFault, showUndelivered, showWarning } from './views/process.human.ts'

/**
 * Runs the command as a process: its arguments, its streams, its clock; ends it when all is written. `ahead`: see `main`;
 * `answered`: what is left to do when a command has answered.
 */
export async function enter(process: NodeJS.Process, ahead?: ForkedProcess, answered?: () => void): Promise<void> {
  const { argv, stdin, env } = process
  const [out, err] = [deliver(process.stdout), deliver(process.stderr)]
  const [stdout, stderr] = [out.output, err.output]
  // The clients of Azure would write what services say, tokens included.
  for (const name of ['AZURE_LOG_LEVEL', 'TYPESPEC_RUNTIME_LOG_LEVEL', 'DEBUG']) delete env[name]

  // Nothing that a command leaves behind may keep the process alive.
  const end = async (exitCode: number) => {
    const undelivered = await out.ended()
    // A reader that has seen enough, as `head` has, needs no message.
    if (undelivered && undelivered.code !== 'EPIPE') showUndelivered(reasonOf(undelivered), { stderr })
    const unsaid = await err.ended()
    const lost = undelivered ?? unsaid
    if (exitCode <= exitCodes.findings) answered?.()
    process.exit(lost && exitCode !== exitCodes.fault ? exitCodes.unusable : exitCode)
  }
  process.on('uncaughtException', error => {
    showFault(error, { stderr })
    void end(exitCodes.fault)
  })
  // Node would print warnings of libraries verbatim.
  if (process.listenerCount('warning') > 0) {
    process.removeAllListeners('warning')
    process.on('warning', warning => showWarning(warning, { stderr }))
  }

  await end(
    await main(
      argv.slice(2),
      {
        stdin,
        stdout,
        stderr,
        env,
        clock: () => new Date(),
        wait: milliseconds => setTimeout(milliseconds),
        after,
        uuid: randomUUID,
        stopwatch: () => performance.now(),
        interrupted: () => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), out.failed]).then(() => {}),
      },
      ahead,
    ),
  )
}

function after(milliseconds: number, ring: () => void): () => void {
  const timer = globalThis.setTimeout(ring, milliseconds)
  return () => clearTimeout(timer)
}
