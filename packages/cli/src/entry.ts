import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { WriteStream } from 'node:tty'
import type { Output } from './io.ts'
import { main } from './main.ts'

/** Runs the command as a process: its arguments, its streams, its clock; ends it when all is written. */
export async function enter(process: NodeJS.Process): Promise<void> {
  const { argv, stdin, stdout, stderr, env } = process
  for (const stream of [stdout, stderr]) {
    // A reader that has seen enough, as `head` has, is no error.
    stream.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? undefined : 2))
  }
  const exitCode = await main(argv.slice(2), {
    stdin,
    stdout: outputOf(stdout),
    stderr: outputOf(stderr),
    env,
    clock: () => new Date(),
    uuid: randomUUID,
    stopwatch: () => performance.now(),
    interrupted: () => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => {}),
  })
  // Nothing that a command left behind may keep the process.
  stdout.write('', () => stderr.write('', () => process.exit(exitCode)))
}

const outputOf = (stream: WriteStream): Output => ({
  write: text => void stream.write(text),
  drained: async () => {
    if (stream.writableNeedDrain) await once(stream, 'drain')
  },
  isTerminal: stream.isTTY === true,
  width: stream.columns ?? 100,
})
