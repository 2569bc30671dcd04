import type { ArmAnswer, Collection, Receipt, Resource, ResourceType } from '@tripline/azure'
import { handClock } from '@tripline/testkit'
import { byKey, type DeployClient } from '../src/index.ts'

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

/** A workspace in memory that does what it is sent, and writes it down. */
export function clientWith(scripted: Scripted = {}) {
  const sent: Sent[] = []
  const collectionOf = (type: ResourceType): Collection => {
    const stored = new Map(byKey(scripted[type] ?? []))
    return {
      list: async () => ({ ok: true, value: [...stored.values()] }),
      async get(id) {
        if (scripted.get) return scripted.get(id)
        const value = stored.get(id.toLowerCase())
        return value ? { ok: true, value } : missing
      },
      async put(id, body, version) {
        sent.push({ id, body, version })
        const store = () => void stored.set(id.toLowerCase(), { id, ...body, etag: `"${sent.length + 100}"` })
        if (scripted.put) return scripted.put(id, store)
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
  const client: DeployClient = {
    resource,
    time: handClock(),
    tables: collectionOf('tables'),
    alertRules: collectionOf('alertRules'),
  }
  return { client, sent }
}
