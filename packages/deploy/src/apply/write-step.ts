import { type ArmAnswer, type ArmError, answered, limits, type Resource } from '@tripline/azure'
import type { DeployClient, Write } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import { compareFields, hashOfFields, isStored } from '../plan/compare-fields.ts'
import type { Step } from '../plan/deploy-plan.ts'
import { type Journal, noted } from './journal.ts'
import { readKnown, readSettled } from './read-settled.ts'
import { recordOwner } from './record-owner.ts'
import { serviceError } from './service-error.ts'

/** What became of a step; unchanged: nothing had to be sent. With the resource as it then is, unless it was deleted. */
export type Written =
  | { readonly outcome: 'applied' | 'unchanged'; readonly stored?: Resource }
  | { readonly error: ArmError }

/** Of a resource: as the write leaves it, as the plan was made for, or neither. */
type State = 'goal' | 'basis' | 'moved'

/** Whether a write was refused because its condition does not hold, in the body or in a header, or because an operation runs. */
const clashes = ({ status, code }: ArmError): boolean => status === 412 || (status === 409 && code !== adminLock)

/** A lock that someone has put on the resource or its group: it does not end by itself. */
const adminLock = 'ScopeLocked'

/** Milliseconds between looks at a resource that was written. */
const pause = 2000

/**
 * Takes a resource from the state that the step was planned for to the one that it is about, unless it is there already,
 * whoever did it. An answer to a write is never trusted: it may be lost, or be that to a repetition. What counts is the
 * resource as it is then.
 */
export async function writeStep(step: Step, write: Write, client: DeployClient, journal: Journal): Promise<Written> {
  const kind = kindOf(step)
  const read = () => readSettled(kind, step.id, client)
  const stateOf = stateBy(step, write)

  const before = step.basis === undefined ? await read() : await readKnown(kind, step.id, client)
  if (!before.ok) return before
  if (before.value && stateOf(before.value) === 'goal') return { outcome: 'unchanged', stored: before.value }
  if (stateOf(before.value) === 'moved') return { error: { code: 'Moved', message: howMoved(step, before.value) } }
  let sent = await send(1, before.value)
  for (let attempt = 1; !sent.ok; attempt++) {
    const isClash = clashes(sent.error)
    // An operation that creates a resource locks it before it can be seen.
    const isBeingCreated = isClash && kind.isHiddenAtFirst && !before.value
    const now = isBeingCreated ? await readKnown(kind, step.id, client, limits.operation) : await read()
    if (!now.ok) return sent
    const state = stateOf(now.value)
    if (now.value && state === 'goal') return { outcome: 'applied', stored: now.value }
    if (isClash && state === 'moved') return { error: { ...sent.error, code: 'Moved' } }
    // The service's own writes change the etag without changing the content.
    if (!isClash || attempt === 2) return { error: serviceError(sent.error) }
    sent = await send(2, now.value)
  }
  return verified()

  /** Sends all requests, each once the operation that the one before has begun is over. */
  async function send(attempt: number, stored: Resource | undefined): Promise<ArmAnswer<undefined>> {
    const condition = stored?.etag !== undefined && { etag: stored.etag }
    const sending = { what: 'resource', attempt, ...condition } as const
    const requests = kind.sendings({ id: step.id, write, stored })
    const begun = stored && requests.length > 1 ? await recordOwner(step, stored, client, journal, true) : undefined
    if (begun && 'error' in begun) return { ok: false, error: begun.error }
    for (const [index, request] of requests.entries()) {
      const ready = index === 0 ? answered(undefined) : await read()
      if (!ready.ok) return ready
      const sent = await noted(step, sending, () => request(client), journal)
      if (!sent.ok) return sent
    }
    return answered(undefined)
  }

  /** What was written may not be visible for a while. */
  async function verified(): Promise<Written> {
    const { now, wait } = client.time
    for (const end = now() + limits.visible; ; await wait(pause)) {
      const stored = await read()
      if (!stored.ok) return stored
      if (stored.value && stateOf(stored.value) === 'goal') return { outcome: 'applied', stored: stored.value }
      const mayBeOld = !stored.value || stateOf(stored.value) === 'basis'
      if (!mayBeOld || now() >= end) return { error: notStored(stored.value) }
    }
  }

  function notStored(stored: Resource | undefined): ArmError {
    if (!stored) return { code: 'NotFound', message: `the service accepted the ${kind.noun} but does not find it` }
    const missing = compareFields(kind, write.body, stored).map(({ path }) => path)
    return { code: 'NotStored', message: `the service accepted the change but did not store: ${missing.join(', ')}` }
  }
}

/** Tells the states of a write apart. What lies between the basis and the goal, such as a detour, is as good as the basis. */
function stateBy(step: Step, write: Write): (now: Resource | undefined) => State {
  const { basis, detour, write: goal, changes } = step
  const { isUnfinished } = kindOf(step)
  const [done, begun] = write === detour ? [[detour, goal], []] : [[goal], [detour]]
  const isOneOf = (writes: readonly (Write | undefined)[], now: Resource) =>
    writes.some(one => one && isStored(kindOf(step), one.body, now))
  return now => {
    if (!now) return basis === undefined ? 'basis' : 'moved'
    if (isOneOf(done, now)) return 'goal'
    const isBegun = isOneOf(begun, now) || isUnfinished(now, changes)
    return isBegun || hashOfFields(kindOf(step), now) === basis ? 'basis' : 'moved'
  }
}

function howMoved({ basis }: Step, now: Resource | undefined): string {
  if (!now) return 'deleted since the plan was made'
  return basis === undefined ? 'created since the plan was made' : 'changed since the plan was made'
}
