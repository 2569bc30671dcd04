import type { Resource } from '@tripline/azure'
import type { DesiredResource, Kind } from '../kind.ts'
import { hashOfApplied } from './compare-fields.ts'
import type { Cause, Step } from './deploy-plan.ts'
import { isOnDetour } from './name-moves.ts'
import type { Mark } from './ownership.ts'
import { writeOf } from './plan-resource.ts'

/** Resources by id, or all of them. */
export type Selection = readonly string[] | 'all'

const selects = (selection: Selection, id: string): boolean =>
  selection === 'all' || selection.some(one => one.toLowerCase() === id.toLowerCase())

/** What the user has decided about resources that differ from what was last applied. */
export interface Choices {
  /** The name of the project; '' if it has none. */
  readonly owner: string
  readonly overwrite: Selection
  readonly adopt: Selection
  readonly enable: Selection
  /** Whether resources of the project that it no longer has are deleted, except those of `keep`. */
  readonly prune: boolean
  readonly keep: readonly string[]
}

export const noChoices: Choices = { owner: '', overwrite: [], adopt: [], enable: [], prune: false, keep: [] }

/** A resource as the file wants it, as it was last applied, and as it is. */
export interface ThreeWay {
  readonly kind: Kind
  readonly wanted: DesiredResource
  readonly stored: Resource | undefined
  readonly mark: Mark | undefined
  readonly readAt: number
}

/** A step with regard to what was last applied: an edit that was made elsewhere is not overwritten unless the user says so. */
export function threeWay(step: Step, way: ThreeWay, choices: Choices): Step {
  const { kind, stored, mark } = way
  if (kind.content === undefined || step.action === 'conflict') return step
  const owned: Step = { ...step, owner: choices.owner }
  if (!stored) return mark ? { ...owned, cause: 'deleted' } : owned
  const isOther = mark !== undefined && mark.owner !== '' && mark.owner !== choices.owner
  const isAsApplied = mark?.hash === hashOfApplied(kind, way.wanted.body, stored) && !mark.isBegun
  if (step.action === 'none') {
    if (isOther || (isAsApplied && mark?.owner === choices.owner)) return step
    // Whoever made the same edit in the file has reviewed it; only the record of it is missing or behind.
    const isNew = mark?.owner !== choices.owner
    return { ...owned, write: writeOf(way.wanted), ...(isNew && { adopts: true }) }
  }
  if (mark?.isBegun && !isOther) {
    return {
      ...owned,
      warnings: [...step.warnings, 'a deployment of it was interrupted; whatever has changed since is overwritten'],
    }
  }
  if ((isAsApplied || (mark && isOnDetour(kind, step))) && !isOther) return owned
  const { cause, reason, choice } = differenceIn(step, way, isOther)
  const decided: Step = { ...owned, cause }
  if (selects(choices[choice], step.id) || (choice === 'enable' && selects(choices.overwrite, step.id))) {
    return { ...decided, warnings: [...step.warnings, reason] }
  }
  const { write: _, owner: __, ...rest } = decided
  return { ...rest, action: 'conflict', reason, resolve: { choice, id: step.id } }
}

interface Difference {
  readonly cause: Cause
  readonly reason: string
  readonly choice: 'overwrite' | 'adopt' | 'enable'
}

function differenceIn(step: Step, { kind, wanted, stored, mark, readAt }: ThreeWay, isOther: boolean): Difference {
  if (isOther) return { cause: 'foreign', choice: 'adopt', reason: `it belongs to the project ${mark!.owner}` }
  if (!mark) return { cause: 'foreign', choice: 'adopt', reason: `the ${kind.noun} was not deployed by Tripline` }
  const disabled = kind.disabledBy({ wanted, stored, changes: step.changes, readAt })
  if (disabled !== undefined) return { cause: 'disabled', choice: 'enable', reason: disabled }
  const { by, at } = stored!.changed ?? {}
  const when = at === undefined ? '' : ` on ${at.slice(0, 16).replace('T', ' ')} UTC`
  const who = by === undefined ? '' : ` by ${by}`
  return { cause: 'edited', choice: 'overwrite', reason: `edited outside${when}${who}` }
}
