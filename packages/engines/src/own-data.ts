import type { Engine, RunRequest } from '@tripline/kql/engine'
import { countRemoteStages } from './count-remote-stages.ts'
import { engineFault } from './engine-fault.ts'
import type { RemoteAnswer, RemoteEngine, RemoteFailure } from './remote-engine.ts'
import { refused } from './remote-engine.ts'

/**
 * Runs over what an engine elsewhere has itself. A window limits rows by their time alone: those that arrived late are seen, and a
 * window by arrival is refused. An explanation says how many rows each operator returns; `onUncounted` learns why one does not. What
 * else is asked about the data is not known.
 */
export const overOwnData = (
  remote: RemoteEngine,
  onUncounted: (failure: RemoteFailure) => void = () => {},
): Engine => ({
  prepare: async () => {},
  async run(request) {
    const answer = await ask(request, remote)
    if (!answer.ok) return engineFault(request, answer.fault, `${remote.name}: ${answer.message}`)
    return { ok: true, rows: answer.rows, tables: [], diagnostics: [] }
  },
  sweep: async () => undefined,
  async explain(request) {
    const counted = await countRemoteStages(request.kql, kql => ask({ ...request, kql }, remote))
    if (!('ok' in counted)) return counted
    onUncounted(counted)
    return undefined
  },
  countConditions: async () => undefined,
  explainRefusal: async () => undefined,
  isSame: async () => undefined,
  trace: async () => undefined,
  countRows: async () => ({ rows: 0, inWindow: 0, visible: 0 }),
  close: async () => remote.close(),
  [Symbol.asyncDispose]: async () => remote.close(),
})

async function ask({ kql, now, window, timeout = 30_000 }: RunRequest, remote: RemoteEngine): Promise<RemoteAnswer> {
  if (window?.by === 'ingestion') return refused('refused', 'rows cannot be limited to those that arrived in a minute')
  return remote.run({ kql, timeout, ...(now !== undefined && { now }), ...(window && { window }) })
}
