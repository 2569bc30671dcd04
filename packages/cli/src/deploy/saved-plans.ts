import { archiveKinds, kindOf, kinds, readPlans } from '@tripline/deploy'
import { type Diagnosed, isError, startOf } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { readSource } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import type { Io } from '../process/io.ts'
import { findTarget, type ProjectContext } from '../project/command-context.ts'
import { connectTarget } from './connect-target.ts'
import type { Planned } from './plan-target.ts'
import type { Outcome, TargetReport } from './target-report.ts'

/** The verbs that carry out plans. */
type Verb = 'apply' | 'archive apply'

/** The kinds of resources that each may write. */
const allowed: Readonly<Record<Verb, typeof kinds>> = { apply: kinds, 'archive apply': archiveKinds }

/** The plans of a file, or those of the workspaces that are also named. */
export async function savedPlans(
  path: string,
  verb: Verb,
  { workspace, all, prune, overwrite, adopt, enable }: Partial<Args<'apply'>>,
  context: ProjectContext,
  io: Io,
): Promise<Diagnosed<TargetReport<Planned>>> {
  if (overwrite || adopt || enable) {
    return conflict('a saved plan already contains these decisions; pass --overwrite, --adopt and --enable to plan')
  }
  if (all) return conflict('a saved plan says which workspaces it is for; leave --all out')
  const source = await readSource(named(path))
  if (!source.value) return { diagnostics: source.diagnostics }
  const { value: saved, diagnostics } = readPlans(source.value)
  if (!saved) return { diagnostics }
  const start = startOf(source.value)
  const stranger = saved.flatMap(plan => plan.steps).find(step => !allowed[verb].includes(kindOf(step)))
  if (stranger) {
    const other: Verb = verb === 'apply' ? 'archive apply' : 'apply'
    return conflict(`the plan is about another kind of resource, ${kindOf(stranger).noun}; pass it to ${other}`, start)
  }
  const known = saved.map(plan => plan.workspace)
  const names = workspace?.split(',').map(name => name.trim()) ?? known
  const stray = names.find(name => !known.includes(name))
  if (stray !== undefined) return conflict(`the plan is for workspace ${known.join(', ')}, not ${stray}`, start)
  const plans = saved.filter(plan => names.includes(plan.workspace))
  if (!prune && plans.some(({ steps }) => steps.some(({ action }) => action === 'delete'))) {
    return conflict('the plan deletes resources; pass --prune to confirm', start)
  }
  const connected = plans.map((plan): Diagnosed<Planned> => {
    const target = findTarget(context.project, plan.workspace)
    const client = target.value ? connectTarget(target.value, context.root, io) : { diagnostics: target.diagnostics }
    return { ...(client.value && { value: { plan, client: client.value } }), diagnostics: client.diagnostics }
  })
  const outcomes = connected.map((one, index): Outcome<Planned> => {
    const { workspace } = plans[index]!
    return one.value ? { workspace, value: one.value } : { workspace, failure: one.diagnostics.filter(isError) }
  })
  const found = connected.flatMap(one => one.diagnostics)
  const isLost = outcomes.length === 1 && found.some(isError)
  return { ...(!isLost && { value: { isOne: outcomes.length === 1, outcomes } }), diagnostics: found }
}

const conflict = (reason: string, span?: ReturnType<typeof startOf>) => ({
  diagnostics: [commandReport['option-conflict'](span, reason)],
})
