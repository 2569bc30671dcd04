import { absorbStep, driftOf, type Step, stepKey } from '@tripline/deploy'
import { type Diagnosed, type Diagnostic, isError, nearest, type SourceFile } from '@tripline/diagnostics'
import { inside, readFile } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'
import { writeWhole } from '../write/write-whole.ts'
import type { LivePlan } from './plan-target.ts'
import { type ProjectView, viewProject } from './project-view.ts'

/** What became of a resource that was to be absorbed: the files that now say what is stored, or why none do. */
export type Absorption = Pick<Step, 'type' | 'id' | 'name'> &
  ({ readonly files: readonly string[] } | { readonly reason: string })

/** Writes what a workspace has stored into the files of the project. Each resource is absorbed as a whole or not at all. */
export async function absorbDrift(
  ids: readonly string[],
  { plan, actual }: LivePlan,
  root: string,
  io: Io,
): Promise<Diagnosed<readonly Absorption[]>> {
  const { drifted, unowned } = driftOf(plan, actual)
  const isNamed = ({ id }: { readonly id: string }) => ids.some(one => one === 'all' || sameId(one, id))
  const wrong = ids.filter(id => id !== 'all' && !drifted.some(one => sameId(id, one.id)))
  if (wrong.length > 0) {
    const known = drifted.map(({ id }) => id)
    return {
      diagnostics: wrong.map(id =>
        nothingToAbsorb(
          id,
          known,
          unowned.some(one => sameId(id, one.id)),
        ),
      ),
    }
  }
  const first = await viewProject(root, plan, actual, io)
  if (!first.value) return { diagnostics: first.diagnostics }
  let view = first.value
  const absorptions: Absorption[] = []
  for (const { type, id, name } of drifted.filter(isNamed)) {
    const key = stepKey({ type, id })
    const step = view.plan.steps.find(one => stepKey(one) === key)!
    const absorbed = await absorbStep(step, view.desired, actual, view.sources)
    const written = 'files' in absorbed ? await write(absorbed.files, step) : absorbed
    if ('view' in written) view = written.view
    const result = 'view' in written ? { files: written.files } : { reason: written.reason }
    absorptions.push({ type, id, name, ...result })
  }
  return { value: absorptions, diagnostics: [] }

  /** Keeps the new texts of files only if the project then says what is stored, and nothing else has changed. */
  async function write(files: readonly SourceFile[], step: Step) {
    const before = files.map(({ path }) => [inside(root, path), readFile(inside(root, path))] as const)
    const restore = () => Promise.all(before.map(([file, bytes]) => writeWhole(file, bytes)))
    for (const { path, text } of files) {
      const refused = await writeWhole(inside(root, path), text)
      if (refused.length === 0) continue
      await restore()
      return { reason: refused[0]!.message }
    }
    const after = await viewProject(root, plan, actual, io)
    const reason = after.value ? differenceIn(view, after.value, step) : shown(after.diagnostics.filter(isError)[0]!)
    if (reason === undefined) return { view: after.value!, files: files.map(({ path }) => path) }
    await restore()
    return { reason }
  }
}

const sameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

const shown = ({ id, message }: Diagnostic): string => `the rules would then have an error, ${id}: ${message}`

/** Why the files do not say what is stored, or say something else differently, too. */
function differenceIn(before: ProjectView, after: ProjectView, step: Step): string | undefined {
  const key = stepKey(step)
  const now = after.plan.steps.find(one => stepKey(one) === key)
  const left = now?.changes.map(({ path }) => path) ?? []
  if (left.length > 0) return `files of the project cannot say what is stored in ${left.join(', ')}`
  if (now?.action !== 'none') return now?.reason ?? 'the project would no longer have it'
  const actions = ({ plan }: ProjectView) =>
    JSON.stringify(
      plan.steps
        .filter(one => stepKey(one) !== key)
        .map(one => [stepKey(one), one.action])
        .sort(),
    )
  return actions(before) === actions(after) ? undefined : 'other resources of the project would change with it'
}

function nothingToAbsorb(id: string, drifted: readonly string[], isUnowned: boolean): Diagnostic {
  if (isUnowned) {
    const reason = `${id} is not in the project; write it to a file with tripline import --workspace NAME`
    return commandReport['option-conflict'](undefined, reason)
  }
  const expected = 'the id of a resource that has drifted'
  return commandReport['option-value'](undefined, '--absorb', id, expected, nearest(id, drifted))
}
