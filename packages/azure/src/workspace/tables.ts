import { recordOr } from '@tripline/diagnostics'
import { type ArmAnswer, answered, failed, mapAnswer } from '../answer/arm-answer.ts'
import type { ArmClient } from '../arm/arm-client.ts'
import { listAll } from '../arm/list-all.ts'
import { settle } from '../arm/long-running.ts'
import type { Clock } from '../http/clock.ts'

/** A table's retention settings; days. */
export interface WorkspaceTable {
  readonly name: string
  /** `Analytics`, `Basic` or `Auxiliary`; only the first has an interactive retention that can be chosen. */
  readonly plan: string
  readonly retentionInDays: number
  readonly totalRetentionInDays: number
  /** `Updating` means locked for changes. */
  readonly provisioningState: string
}

/** Changes; absent settings stay. */
export type TableRetention = Partial<Pick<WorkspaceTable, 'plan' | 'retentionInDays' | 'totalRetentionInDays'>>

export interface Tables {
  list(): Promise<ArmAnswer<readonly WorkspaceTable[]>>
  get(name: string): Promise<ArmAnswer<WorkspaceTable>>
  /** Returns when the change is in force, with the table as it then is. */
  patch(name: string, retention: TableRetention): Promise<ArmAnswer<WorkspaceTable>>
}

const apiVersion = '2025-02-01'

export function tables(client: ArmClient, workspacePath: string, time: Pick<Clock, 'now' | 'wait'>): Tables {
  const all = `${workspacePath}/tables`
  const one = (name: string) => `${all}/${encodeURIComponent(name)}`
  const get = async (name: string): Promise<ArmAnswer<WorkspaceTable>> =>
    mapAnswer(await client.send({ method: 'GET', url: one(name), apiVersion }), ({ body }) => readTable(body))

  return {
    list: () => listAll(client, all, apiVersion, readTable),
    get,
    async patch(name, retention) {
      const body = { properties: retention }
      const started = await client.send({ method: 'PATCH', url: one(name), apiVersion, body })
      if (!started.ok) return started
      const settled = await settle(client, started.value, time)
      return settled.ok ? get(name) : settled
    },
  }
}

function readTable(body: unknown): ArmAnswer<WorkspaceTable> {
  const { name, properties } = recordOr(body)
  const {
    plan = 'Analytics',
    retentionInDays,
    totalRetentionInDays,
    provisioningState = 'Succeeded',
  } = recordOr(properties)
  const sound =
    typeof name === 'string' &&
    name !== '' &&
    typeof plan === 'string' &&
    typeof provisioningState === 'string' &&
    typeof retentionInDays === 'number' &&
    typeof totalRetentionInDays === 'number'
  return sound
    ? answered({ name, plan, retentionInDays, totalRetentionInDays, provisioningState })
    : failed('InvalidResponse', 'the service answered with something that is not a table')
}
