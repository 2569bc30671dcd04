import type { ArmAnswer, Collection, Collections, Receipt, Resource, ResourceType } from '@tripline/azure'
import { handClock } from '@tripline/testkit'
import {
  type ActualState,
  byKey,
  type DeployClient,
  type DesiredResource,
  kindOf,
  kinds,
  stepKey,
} from '../src/index.ts'
import { hashOfApplied } from '../src/plan/compare-fields.ts'
import { markId } from '../src/plan/ownership.ts'

export const resource = '/subscriptions/s/workspaces/w'

/** A write, as a workspace is sent it. */
export interface Sent {
  readonly id: string
  readonly body?: unknown
  readonly version?: string | undefined
}

const missing = { ok: false, error: { code: 'NotFound', status: 404, message: 'not there' } } as const
/** The answer to a write that was accepted. */
export const accepted = { ok: true, value: { status: 200 } } as const

type Scripted = Partial<Record<ResourceType, readonly Resource[]>> & {
  /** How the service answers a write or a read, when not as the real one does. */
  readonly put?: (id: string, store: () => void) => Promise<ArmAnswer<Receipt>>
  readonly patch?: Collection['patch']
  readonly get?: Collection['get']
}

/** What a workspace holds, recorded as this project's, as if all of it had been applied before. */
export function recorded(actual: ActualState, state: readonly DesiredResource[], owner = ''): ActualState {
  const marks = state.flatMap(wanted => {
    const { type, id } = wanted
    const stored = actual[type].get(id.toLowerCase())
    if (!stored || kindOf(wanted).content === undefined) return []
    return [
      [
        stepKey(wanted),
        {
          id: markId(wanted),
          type,
          resource: id,
          owner,
          hash: hashOfApplied(kindOf(wanted), wanted.body, stored),
          isBegun: false,
        },
      ],
    ] as const
  })
  return { ...actual, marks: new Map(marks) }
}

/** A workspace in memory that does what it is sent, and writes down all but metadata. */
export function clientWith(scripted: Scripted = {}) {
  const sent: Sent[] = []
  const collectionOf = (type: ResourceType): Collection => {
    const stored = new Map(byKey(scripted[type] ?? []))
    return {
      list: async () => ({ ok: true, value: [...stored.values()] }),
      async get(id) {
        if (scripted.get && type !== 'metadata') return scripted.get(id)
        const value = stored.get(id.toLowerCase())
        return value ? { ok: true, value } : missing
      },
      async put(id, body, version) {
        if (type !== 'metadata') sent.push({ id, body, version })
        const store = () => void stored.set(id.toLowerCase(), { id, ...body, etag: `"${sent.length + 100}"` })
        if (scripted.put && type !== 'metadata') return scripted.put(id, store)
        store()
        return accepted
      },
      async patch(id, body) {
        sent.push({ id, body })
        if (scripted.patch) return scripted.patch(id, body)
        const old = stored.get(id.toLowerCase())
        if (!old) return missing
        stored.set(id.toLowerCase(), { ...old, properties: { ...old.properties, ...body.properties } })
        return accepted
      },
      async delete(id) {
        sent.push({ id })
        stored.delete(id.toLowerCase())
        return accepted
      },
    }
  }
  const types: readonly ResourceType[] = [...kinds.map(({ type }) => type), 'metadata']
  const collections = Object.fromEntries(types.map(type => [type, collectionOf(type)])) as unknown as Collections
  const client: DeployClient = {
    resource,
    time: handClock(),
    ...collections,
    watchlistItems: () => ({ ...collections.watchlists, list: async () => ({ ok: true, value: [] }) }),
  }
  return { client, sent }
}
