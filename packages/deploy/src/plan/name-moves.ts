import type { Resource } from '@tripline/azure'
import type { Kind, Write } from '../kind.ts'
import { type Step, stepKey } from './deploy-plan.ts'
import { keyOf, type StoredResources } from './stored-resources.ts'

/**
 * Steps of a kind whose resources have unique names. One that takes a name waits for the step that frees it, which may be a
 * deletion; in a circle, one resource goes through a temporary name. A name that is not free, and that no step frees, is a
 * conflict.
 */
export function arrangeNames({ unique, noun }: Kind, steps: readonly Step[], stored: StoredResources): readonly Step[] {
  if (unique === undefined) return steps
  const nameIn = ({ properties }: Pick<Resource, 'properties'>) => properties[unique]
  const holders = new Map([...stored.values()].map(resource => [nameIn(resource), resource]))
  const byKey = new Map(steps.map(step => [stepKey(step), step]))
  const taken = new Set<unknown>()
  const frees = ({ action, write }: Step, name: unknown) =>
    action === 'delete' || (write !== undefined && nameIn(write.body) !== name)

  const arranged = steps.map((step): Step => {
    const name = step.write && nameIn(step.write.body)
    const holder = name === undefined ? undefined : holders.get(name)
    if (name === undefined || (holder && keyOf(holder) === keyOf(step))) return step
    if (taken.has(name)) return inConflict(step, `another ${noun} of the project has the same name`)
    taken.add(name)
    if (!holder) return step
    const freeing = byKey.get(stepKey({ type: step.type, id: holder.id }))
    return freeing && frees(freeing, name)
      ? { ...step, needs: [stepKey(freeing)] }
      : inConflict(step, `another ${noun} in the workspace has the same name: ${holder.id}`)
  })
  const detours = circles(arranged)
  const takers = new Map(arranged.flatMap(step => step.needs.map(key => [key, step])))
  return arranged.map(step => {
    if (detours.has(stepKey(step))) return { ...step, detour: renamed(step.write!, unique, step.id) }
    const taker = step.action === 'delete' ? takers.get(stepKey(step)) : undefined
    if (!taker) return step
    return { ...step, warnings: [...step.warnings, `deleted first: the ${noun} ${taker.id} takes its name`] }
  })
}

const inConflict = ({ write: _, ...step }: Step, why: string): Step => ({
  ...step,
  action: 'conflict',
  reason: `${why}; names must be unique`,
})

/** The key of one step of each circle. */
function circles(steps: readonly Step[]): ReadonlySet<string> {
  const needs = new Map(steps.map(step => [stepKey(step), step.needs[0]]))
  const seen = new Set<string>()
  const closing = [...needs.keys()].flatMap(start => {
    const path = new Set<string>()
    let key: string | undefined = start
    for (; key !== undefined && !seen.has(key) && !path.has(key); key = needs.get(key)) path.add(key)
    for (const one of path) seen.add(one)
    return key !== undefined && path.has(key) ? [key] : []
  })
  return new Set(closing)
}

const renamed = ({ body, ...rest }: Write, unique: string, id: string): Write => ({
  ...rest,
  body: { ...body, properties: { ...body.properties, [unique]: temporaryName(id) } },
})

/** What a resource is called while another takes its name. */
const temporaryName = (id: string): string => `Renamed by Tripline (${id})`

/** Whether a resource has been left on its detour, as the only change. */
export const isOnDetour = ({ unique }: Kind, { id, changes }: Step): boolean =>
  changes.length === 1 && changes[0]!.path === unique && changes[0]!.from === temporaryName(id)
