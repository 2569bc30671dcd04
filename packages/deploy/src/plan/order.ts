import { allKinds, kindOf } from '../kinds.ts'
import { type Action, type Step, stepKey } from './deploy-plan.ts'

const actions: readonly Action[] = ['update', 'create', 'delete', 'none', 'conflict']

/** Steps of a kind that go together come first in one order, deletions in the other. */
const groups: Readonly<Record<Action, number>> = { update: 0, create: 0, delete: 1, none: 2, conflict: 3 }

/**
 * Writes come first, kind by kind, each after the steps that it needs. Deletions that they need precede those of their kind;
 * the others follow, the last kind first; then what stays, then conflicts.
 */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  const depths = depthsOf(steps)
  const needed = new Set(steps.flatMap(({ needs }) => needs))
  const ranks = (step: Step): readonly number[] => {
    const kind = allKinds.indexOf(kindOf(step))
    if (step.action === 'delete') return needed.has(stepKey(step)) ? [0, kind, -1] : [groups.delete, -kind]
    return [groups[step.action], kind, depths.get(stepKey(step))!, actions.indexOf(step.action)]
  }
  return [...steps].sort((a, b) => compareLists(ranks(a), ranks(b)) || a.name.localeCompare(b.name, 'en'))
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((rank, index) => rank !== b[index])
  return index < 0 ? 0 : a[index]! - b[index]!
}

/** How many steps must precede each one. A step with a detour frees its name before all others. */
function depthsOf(steps: readonly Step[]): ReadonlyMap<string, number> {
  const byKey = new Map(steps.map(step => [stepKey(step), step]))
  const depths = new Map<string, number>()
  const depthOf = (key: string): number => {
    const known = depths.get(key)
    if (known !== undefined) return known
    const needed = byKey.get(key)!.needs.filter(need => byKey.get(need)?.detour === undefined)
    const depth = needed.length === 0 ? 0 : 1 + Math.max(...needed.map(depthOf))
    depths.set(key, depth)
    return depth
  }
  for (const key of byKey.keys()) depthOf(key)
  return depths
}
