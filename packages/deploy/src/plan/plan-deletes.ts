import type { Kind } from '../kind.ts'
import { kinds } from '../kinds.ts'
import type { ActualState } from './actual-state.ts'
import { hashOfFields } from './compare-fields.ts'
import { type Step, stepKey } from './deploy-plan.ts'
import type { Mark } from './ownership.ts'
import { keyOf } from './stored-resources.ts'
import type { Choices } from './three-way.ts'

/** Deletions of what the project has applied and no longer has. A project without a name owns nothing for certain. */
export function planDeletes(kept: ReadonlySet<string>, actual: ActualState, choices: Choices): readonly Step[] {
  const { owner, keep } = choices
  if (owner === '') return []
  const spared = new Set(keep.map(id => id.toLowerCase()))
  return [...actual.marks].flatMap(([key, mark]) => {
    const kind = kinds.find(({ type }) => type === mark.type)!
    const isOurs = mark.owner === owner && !kept.has(key) && !spared.has(mark.resource.toLowerCase())
    return isOurs ? [{ ...deletion(kind, mark, actual), owner }] : []
  })
}

function deletion(kind: Kind, { type, resource, hash }: Mark, actual: ActualState): Step {
  const stored = actual[type].get(keyOf({ id: resource }))
  const facts = { type, id: resource, changes: [], needs: [], action: 'delete' } as const
  if (!stored) return { ...facts, name: resource, warnings: ['it is gone; only its metadata is deleted'] }
  const isEdited = !kind.isPartial(stored) && hash !== hashOfFields(kind, stored)
  const warnings = [
    ...(isEdited ? ['it was edited outside since it was applied'] : []),
    ...(kind.onDelete === undefined ? [] : [kind.onDelete]),
  ]
  return { ...facts, name: kind.nameOf(stored), warnings, basis: hashOfFields(kind, stored) }
}

export const keysOf = (steps: readonly Step[]): ReadonlySet<string> => new Set(steps.map(stepKey))
