import type { Engine, RunRequest } from '@tripline/kql/engine'
import { askElsewhere } from '../given/ask-elsewhere.ts'
import type { GivenData } from '../given/given-data.ts'
import type { RemoteAnswer, RemoteEngine, RemoteFault } from '../remote-engine.ts'
import { compareRows, type RowsDifference } from './compare-rows.ts'

/** What two engines say of one run of a query. `kql`: the query with its data, where it brings that. */
export interface Comparison {
  readonly request: RunRequest
  readonly kql?: string
  readonly there?: RemoteAnswer
  readonly verdict: Verdict
}

/**
 * `same`; `different`; `answered-there`: this engine refuses the query and the other does not; `failed-there`: only the other one
 * does not answer; `unasked`: the data cannot be given to it; `failed`: neither answers.
 */
export type Verdict =
  | { readonly kind: 'same' | 'failed' }
  | { readonly kind: 'different'; readonly difference: RowsDifference }
  | { readonly kind: 'answered-there' | 'unasked'; readonly reason: string }
  | { readonly kind: 'failed-there'; readonly fault: RemoteFault; readonly reason: string }

/** An engine that also asks another one whatever it is asked, and reports how the answers compare. */
export const comparingEngine = (
  engine: Engine,
  remote: RemoteEngine,
  given: Omit<GivenData, 'engine'>,
  onComparison: (comparison: Comparison) => void,
): Engine => ({
  ...engine,
  sweep: async () => undefined,
  async run(request) {
    const here = await engine.run(request)
    const asked = await askElsewhere(request, remote, { ...given, engine }, here.ok ? here.rows.columns : undefined)
    onComparison(
      'problem' in asked
        ? { request, verdict: { kind: 'unasked', reason: asked.problem } }
        : {
            request,
            ...(asked.kql !== undefined && { kql: asked.kql }),
            there: asked.answer,
            verdict: verdictOf(here, asked.answer),
          },
    )
    return here
  },
})

function verdictOf(here: Awaited<ReturnType<Engine['run']>>, there: RemoteAnswer): Verdict {
  if (here.ok && there.ok) {
    const difference = compareRows(here.rows, there.rows)
    return difference ? { kind: 'different', difference } : { kind: 'same' }
  }
  if (there.ok) {
    const reason = here.ok ? '' : (here.diagnostics.find(({ severity }) => severity === 'error')?.message ?? '')
    return { kind: 'answered-there', reason }
  }
  // Both refuse: that is agreement, unless the other could not even be reached.
  if (!here.ok && there.fault === 'refused') return { kind: 'failed' }
  return { kind: 'failed-there', fault: there.fault, reason: there.message }
}
