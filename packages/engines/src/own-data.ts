import type { Engine } from '@tripline/kql/engine'
import { engineFault } from './engine-fault.ts'
import type { RemoteEngine } from './remote-engine.ts'

/**
 * Runs over what an engine elsewhere has itself. A window limits rows by their time alone: those that arrived late are seen, and a
 * window by arrival is refused. What is asked about the data apart from that is not known.
 */
export const overOwnData = (remote: RemoteEngine): Engine => ({
  prepare: async () => {},
  async run(request) {
    const { kql, now, window, timeout = 30_000 } = request
    if (window?.by === 'ingestion') {
      return engineFault(request, 'refused', `${remote.name} cannot limit rows to those that arrived in a minute`)
    }
    const answer = await remote.run({ kql, timeout, ...(now !== undefined && { now }), ...(window && { window }) })
    if (!answer.ok) return engineFault(request, answer.fault, `${remote.name}: ${answer.message}`)
    return { ok: true, rows: answer.rows, tables: [], diagnostics: [] }
  },
  sweep: async () => undefined,
  explain: async () => undefined,
  countConditions: async () => undefined,
  explainRefusal: async () => undefined,
  isSame: async () => undefined,
  trace: async () => undefined,
  countRows: async () => ({ rows: 0, inWindow: 0, visible: 0 }),
  close: async () => remote.close(),
  [Symbol.asyncDispose]: async () => remote.close(),
})
