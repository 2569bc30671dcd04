import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { WriteStream } from 'node:tty'
import type { Output } from './io.ts'
import { main } from './main.ts'

const output = (stream: WriteStream): Output => {
  // A reader that has seen enough, as `head` has, is no error.
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? process.exitCode : 2))
  return {
    write: text => void stream.write(text),
    drained: async () => {
      if (stream.writableNeedDrain) await once(stream, 'drain')
    },
    isTerminal: stream.isTTY === true,
    width: stream.columns ?? 100,
  }
}

const exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  env: process.env,
  clock: () => new Date(),
  uuid: randomUUID,
  stopwatch: () => performance.now(),
  interrupted: () => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => {}),
})
process.exitCode = exitCode
// Nothing that a command left behind may keep the process: what it wrote is out once both streams are empty.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)))
