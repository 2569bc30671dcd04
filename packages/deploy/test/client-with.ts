import type { AlertRule, ArmAnswer, WorkspaceTable } from '@tripline/azure'
import type { DeployClient } from '../src/index.ts'

export const resource = '/subscriptions/s/workspaces/w'

const found = <T>(value: T): ArmAnswer<T> => ({ ok: true, value })
const missing = { ok: false, error: { code: 'NotFound', status: 404, message: 'not there' } } as const

interface Scripted {
  readonly rules?: readonly AlertRule[]
  readonly tables?: readonly WorkspaceTable[]
  /** How the service answers a write, when not as the real one does. */
  readonly put?: DeployClient['alertRules']['put']
  readonly patch?: DeployClient['tables']['patch']
  /** What is there when a rule is read back; by default what was listed. */
  readonly get?: DeployClient['alertRules']['get']
}

/** A workspace that holds `rules` and `tables`, and writes down what it is sent. */
export function clientWith({ rules = [], tables = [], put, patch, get }: Scripted) {
  const sent: unknown[] = []
  const rule = async (id: string) => {
    const stored = rules.find(candidate => candidate.id === id)
    return stored ? found(stored) : missing
  }
  const client: DeployClient = {
    resource,
    alertRules: {
      list: async () => found(rules),
      get: get ?? rule,
      put: async (id, body, version) => {
        sent.push({ id, body, version })
        return put ? put(id, body, version) : found({ id, ...body })
      },
    },
    tables: {
      list: async () => found(tables),
      patch: async (name, retention) => {
        sent.push({ name, retention })
        const table = tables.find(candidate => candidate.name === name)
        return patch ? patch(name, retention) : table ? found({ ...table, ...retention }) : missing
      },
    },
  }
  return { client, sent }
}
