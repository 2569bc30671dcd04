import { createHash } from 'node:crypto'
import type { PlainValue } from '@tripline/yaml'
import type { Rule } from '../rule.ts'

/** Kinds of rule that a workspace has; a hunting query is none. */
export type DeployableRule = Exclude<Rule, { kind: 'Hunting' }>
export type DeployableKind = DeployableRule['kind']

/** What the REST interface takes for a rule; `etag` is the deployer's business. */
export interface AlertRuleBody {
  readonly kind: DeployableKind
  readonly properties: Readonly<Record<string, PlainValue>>
}

export interface CompiledResource {
  /** The resource's name in the workspace: the rule's own id. */
  readonly id: string
  readonly kind: DeployableKind
  /** Display name. */
  readonly name: string
  readonly apiVersion: string
  /** Keys in a fixed order. */
  readonly body: AlertRuleBody
  /** SHA-256 of the body, whatever the order of its keys. */
  readonly hash: string
}

export const stableApiVersion = '2025-09-01'
export const previewApiVersion = '2025-07-01-preview'

/** Hex SHA-256 of a value's JSON text with all keys sorted. */
export const hashOf = (value: PlainValue): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')

function sorted(value: PlainValue): PlainValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}
