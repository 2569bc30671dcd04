import type { Engine, RunRequest } from '@tripline/kql/engine'
import { countRemoteStages } from './count-remote-stages.ts'
import { engineFault } from './engine-fault.ts'
import { askElsewhere } from './given/ask-elsewhere.ts'
import { type GivenData, wordsOf } from './given/given-data.ts'
import type { RemoteEngine, RemoteFailure } from './remote-engine.ts'

/**
 * The local engine with the answers of another one; what is asked about the data itself, it answers. `onUncounted` learns why the
 * rows of a query's operators are not known.
 */
export const answeringEngine = (
  engine: Engine,
  remote: RemoteEngine,
  given: Omit<GivenData, 'engine'>,
  onUncounted: (failure: RemoteFailure) => void = () => {},
): Engine => ({
  ...engine,
  sweep: async () => undefined,
  prepare: async () => {},
  async run(request) {
    // Which tables a query reads is known here alone.
    const here = await engine.run(request)
    const asked = await askElsewhere(request, remote, { ...given, engine }, here.ok ? here.rows.columns : undefined)
    if ('problem' in asked) return engineFault(request, 'refused', asked.problem)
    const { answer } = asked
    if (!answer.ok) return engineFault(request, answer.fault, answer.message)
    return { ok: true, rows: answer.rows, tables: here.ok ? here.tables : namedTables(request, given), diagnostics: [] }
  },
  async explain(request, goal) {
    const counted = await countRemoteStages(request.kql, async kql => {
      const asked = await askElsewhere({ ...request, kql }, remote, { ...given, engine }, undefined)
      return 'problem' in asked ? asked : asked.answer
    })
    if ('ok' in counted) {
      onUncounted(counted)
      return undefined
    }
    // Where both return as many rows, the reasons that the local engine finds are those of either.
    const here = await engine.explain(request, goal)
    return here?.rows === counted.rows ? { ...counted, causes: here.causes } : counted
  },
  explainRefusal: async () => undefined,
})

/** All tables that a query names, where the local engine cannot say which of them it reads. */
function namedTables({ kql }: RunRequest, { catalogue }: Omit<GivenData, 'engine'>): readonly string[] {
  const words = wordsOf(kql)
  return catalogue.names.filter(name => words.has(name))
}
