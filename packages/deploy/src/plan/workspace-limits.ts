import type { Resource } from '@tripline/azure'
import type { Kind } from '../kind.ts'
import type { Step } from './deploy-plan.ts'
import { keyOf, type StoredResources } from './stored-resources.ts'

/** Steps of a kind of which a workspace allows a limited number. Those beyond the limit are conflicts. */
export function withinLimits({ limits }: Kind, steps: readonly Step[], stored: StoredResources): readonly Step[] {
  return limits.reduce((left, { what, most, counts }) => {
    const before = (step: Step) => countOf(stored.get(keyOf(step)))
    const countOf = (resource: Omit<Resource, 'id'> | undefined) => (resource && counts(resource) ? 1 : 0)
    const change = (step: Step) => (step.write ? countOf(step.write.body) - before(step) : 0)
    // What a plan takes away makes room for what it adds.
    let count = [...stored.values()].filter(counts).length + left.filter(step => change(step) < 0).length * -1
    return left.map(step => {
      if (change(step) <= 0) return step
      count += 1
      if (count <= most) return step
      const { write: _, ...rest } = step
      return {
        ...rest,
        action: 'conflict',
        reason: `a workspace allows ${most} ${what}; this would be number ${count}`,
      }
    })
  }, steps)
}
