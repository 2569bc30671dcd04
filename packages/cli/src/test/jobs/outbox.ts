import type { FromProcess } from './process-message.ts'

export interface Outbox {
  /** Adds a message; it is sent with later ones. */
  readonly add: (message: FromProcess) => void
  /** Sends what has been added. */
  readonly flush: () => void
}

/**
 * Holds back how cases start and end, because each message that is sent wakes two processes; the start of a case that has ended is
 * left out. The end of a case is sent at once if its start was, so a case that has started and not ended, as far as the receiver
 * knows, is the one that is running.
 */
export function outbox(send: (messages: readonly FromProcess[]) => void): Outbox {
  let held: FromProcess[] = []
  let isKnown = false
  const flush = () => {
    if (held.length === 0) return
    const messages = held
    held = []
    isKnown = messages.at(-1)!.kind === 'started'
    send(messages)
  }
  return {
    add(message) {
      if (message.kind === 'ended' && held.at(-1)?.kind === 'started') held.pop()
      held.push(message)
      if (isKnown) flush()
    },
    flush,
  }
}
