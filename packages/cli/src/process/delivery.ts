import { Socket } from 'node:net'
import type { WriteStream } from 'node:tty'
import { printableLines } from '@tripline/diagnostics'
import { writeDescriptor } from '@tripline/files'
import { guardedWrite } from './guarded-write.ts'
import type { Output } from './io.ts'

/** An output over a standard stream of the process, which knows whether every byte got there. */
export interface Delivery {
  readonly output: Output
  /** Resolves to the first error, as soon as there is one. */
  readonly failed: Promise<NodeJS.ErrnoException>
  /** Resolves once all is delivered, or to the error that prevents it. */
  ended(): Promise<NodeJS.ErrnoException | undefined>
}

/** Takes a standard stream over: what libraries write to it passes through the output as well. */
export function deliver(stream: WriteStream & { readonly fd: number }): Delivery {
  let error: NodeJS.ErrnoException | undefined
  let fail = (_: NodeJS.ErrnoException): void => {}
  const failed = new Promise<NodeJS.ErrnoException>(resolve => {
    fail = reason => {
      error ??= reason
      resolve(error)
    }
  })
  stream.on('error', fail)
  const send = senderTo(stream)
  const sent = (text: string): Promise<void> =>
    new Promise(done =>
      send(text, reason => {
        if (reason) fail(reason)
        done()
      }),
    )
  const output: Output = {
    write: guardedWrite(text => {
      if (!error) void sent(text)
    }),
    async drained() {
      if (stream.writableNeedDrain && !error)
        await Promise.race([failed, new Promise(done => stream.once('drain', done))])
    },
    get broken() {
      return error !== undefined
    },
    isTerminal: stream.isTTY === true,
    width: stream.columns ?? 100,
  }
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    output.write(printableLines(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()))
    const done = rest.find(argument => typeof argument === 'function')
    if (done) process.nextTick(done)
    return !stream.writableNeedDrain
  }
  return {
    output,
    failed,
    async ended() {
      if (!error) await Promise.race([failed, sent('')])
      return error
    },
  }
}

type Send = (text: string, done: (error?: NodeJS.ErrnoException | null) => void) => void

/**
 * A standard stream is a socket, pipes and terminals among them, or a file, as Node documents. Of a text for a file its own
 * stream writes a part and is content, where the disk gets full.
 */
function senderTo(stream: WriteStream & { readonly fd: number }): Send {
  const { fd } = stream
  if (stream instanceof Socket) return stream.write.bind(stream)
  return (text, done) => {
    try {
      writeDescriptor(fd, text)
      done()
    } catch (error) {
      done(error as NodeJS.ErrnoException)
    }
  }
}
