import { type Diagnosed, type Diagnostic, isError, nearest } from '@tripline/diagnostics'
import { analysisCache } from '../cache/cache-location.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { soundRules } from '../project/sound-rules.ts'
import { type Chosen, findTargets } from './find-targets.ts'
import { type Decisions, decided, type LivePlan, planTarget } from './plan-target.ts'
import type { Outcome, TargetReport } from './target-report.ts'

/** Plans each of the chosen workspaces. One that cannot be planned does not keep the others from it. */
export async function planTargets(
  chosen: Chosen,
  context: ProjectContext,
  decisions: Decisions,
  io: Io,
): Promise<Diagnosed<TargetReport<LivePlan>>> {
  const found = findTargets(chosen, context)
  if (!found.value) return { diagnostics: found.diagnostics }
  if (decisions.prune && !context.project.deploy.project) {
    const reason = 'prune deletes what was deployed for this project: give it a name, deploy.project in tripline.yaml'
    return { diagnostics: [commandReport['option-conflict'](undefined, reason)] }
  }
  const sound = await soundRules([], context, analysisCache(io))
  if (!sound.value) return { diagnostics: sound.diagnostics }
  const { isOne, targets } = found.value
  const planned = await Promise.all(targets.map(target => planTarget(target, sound.value!, context, decisions, io)))
  const outcomes = planned.map(({ value, diagnostics }, index): Outcome<LivePlan> => {
    const workspace = targets[index]!.name.value
    return value ? { workspace, value } : { workspace, failure: diagnostics.filter(isError) }
  })
  const diagnostics = distinct(planned.flatMap(one => one.diagnostics))
  const plans = planned.flatMap(({ value }) => value ?? [])
  const wrong = misdirected(decisions, plans)
  if (wrong.length > 0) return { diagnostics: wrong }
  return isOne && plans.length === 0 ? { diagnostics } : { value: { isOne, outcomes }, diagnostics }
}

/** What several workspaces have to say about the same rule is said once. */
const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map(one => [keyOf(one), one])).values(),
]

const keyOf = ({ id, message, span }: Diagnostic): string =>
  JSON.stringify([id, message, span?.file.path, span?.start, span?.end])

/** Decisions about nothing: a mistyped id would otherwise go unnoticed. */
function misdirected(decisions: Decisions, plans: readonly LivePlan[]): readonly Diagnostic[] {
  if (plans.length === 0) return []
  const ids = [...new Set(plans.flatMap(({ plan }) => plan.steps.map(({ id }) => id.toLowerCase())))]
  return decided.flatMap(option =>
    (decisions[option] ?? [])
      .filter(id => id !== 'all' && !ids.includes(id.toLowerCase()))
      .map(id =>
        commandReport['option-value'](
          undefined,
          `--${option}`,
          id,
          'the id of a resource of the project',
          nearest(id, ids),
        ),
      ),
  )
}
