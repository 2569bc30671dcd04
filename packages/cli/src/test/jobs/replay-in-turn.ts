import type { Diagnostic } from '@tripline/diagnostics'
import type { SuiteObserver } from '@tripline/replay'
import type { Outbox } from './outbox.ts'
import { type FromProcess, ordersAtOnce } from './process-message.ts'
import type { SuiteOrder } from './suite-order.ts'

/** Replays a test file; returns what is wrong with the file itself. */
type Replay = (order: SuiteOrder, observer: SuiteObserver) => Promise<readonly Diagnostic[]>

/**
 * Replays orders one after the other, as they arrive, and adds what happens to the outbox. The outbox is flushed after each message
 * if `tellsAll`, and otherwise only when the process needs more orders.
 */
export function replayInTurn({ add, flush }: Outbox, replay: Replay) {
  let left = 0
  let last: Promise<void> = Promise.resolve()
  async function inTurn(order: SuiteOrder, tellsAll: boolean): Promise<void> {
    const tell = (message: FromProcess) => {
      add(message)
      if (tellsAll) flush()
    }
    const diagnostics = await replay(order, {
      started: identity => tell({ kind: 'started', identity }),
      ended: report => tell({ kind: 'ended', report }),
    })
    left--
    tell({ kind: 'done', diagnostics })
    if (left < ordersAtOnce) flush()
  }
  return (orders: readonly SuiteOrder[], tellsAll: boolean): void => {
    left += orders.length
    for (const order of orders) last = last.then(() => inTurn(order, tellsAll))
  }
}
