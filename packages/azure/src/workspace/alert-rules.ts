import { isRecord, recordOr } from '@tripline/diagnostics'
import { type ArmAnswer, answered, failed, mapAnswer } from '../answer/arm-answer.ts'
import type { ArmClient } from '../arm/arm-client.ts'
import { listAll } from '../arm/list-all.ts'

/** An analytics rule as the service stores it, every property included. */
export interface AlertRule {
  /** The last segment of the resource id, usually a GUID. */
  readonly id: string
  readonly kind: string
  /** With its quotes; goes back in the body of an update. */
  readonly etag?: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** The body of a PUT. */
export interface AlertRuleBody {
  readonly kind: string
  readonly etag?: string
  readonly properties: Readonly<Record<string, unknown>>
}

export interface AlertRules {
  list(): Promise<ArmAnswer<readonly AlertRule[]>>
  get(id: string): Promise<ArmAnswer<AlertRule>>
  /** Create, or replace the whole rule. An `etag` in the body makes it conditional (409 `Conflict`). */
  put(id: string, body: AlertRuleBody, apiVersion: string): Promise<ArmAnswer<AlertRule>>
  /** Succeeds when the rule is already gone. The id cannot be used again for about a day. */
  delete(id: string): Promise<ArmAnswer<undefined>>
}

/** Reads use a preview version: stable ones leave out NRT rules, sub-techniques and entity-column mappings. */
const readVersion = '2025-07-01-preview'

export function alertRules(client: ArmClient, workspacePath: string): AlertRules {
  const all = `${workspacePath}/providers/Microsoft.SecurityInsights/alertRules`
  const one = (id: string) => `${all}/${encodeURIComponent(id)}`
  return {
    list: () => listAll(client, all, readVersion, readAlertRule),
    async get(id) {
      const answer = await client.send({ method: 'GET', url: one(id), apiVersion: readVersion })
      return mapAnswer(answer, ({ body }) => readAlertRule(body))
    },
    async put(id, body, apiVersion) {
      const answer = await client.send({ method: 'PUT', url: one(id), apiVersion, body })
      return mapAnswer(answer, response => readAlertRule(response.body))
    },
    async delete(id) {
      const answer = await client.send({ method: 'DELETE', url: one(id), apiVersion: readVersion })
      return mapAnswer(answer, () => answered(undefined))
    },
  }
}

function readAlertRule(body: unknown): ArmAnswer<AlertRule> {
  const { name, kind, etag, properties } = recordOr(body)
  // Without its etag, a rule would be overwritten even if it had changed.
  const sound = typeof name === 'string' && name !== '' && typeof kind === 'string' && isRecord(properties)
  if (!sound || !(etag === undefined || etag === null || typeof etag === 'string')) {
    return failed('InvalidResponse', 'the service answered with something that is not an alert rule')
  }
  return answered({ id: name, kind, ...(typeof etag === 'string' && { etag }), properties })
}
