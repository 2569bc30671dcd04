import { createHash } from 'node:crypto'
import type { JsonValue } from '@tripline/diagnostics'
import type { CustomDetection, HuntingQuery, Rule } from '../document/rule.ts'

/** Kinds of rule that are deployed to a workspace; but not hunting queries. */
export type DeployableRule = Exclude<Rule, HuntingQuery | CustomDetection>
/** Kinds of rule that a workspace can hold. */
export type WorkspaceRule = DeployableRule | HuntingQuery
export type DeployableKind = DeployableRule['kind']

/** What the REST interface takes for a rule; `etag` is the deployer's business. */
export interface AlertRuleBody {
  readonly kind: DeployableKind
  readonly properties: Readonly<Record<string, JsonValue>>
}

/** What the REST interface takes for a saved search. */
export interface SavedSearchBody {
  /** The API replaces an existing search only with this. */
  readonly etag: '*'
  readonly properties: Readonly<Record<string, JsonValue>>
}

interface Compiled<Type extends string, Body> {
  readonly type: Type
  /** The resource's name in the workspace: the rule's own id. */
  readonly id: string
  /** Display name. */
  readonly name: string
  readonly apiVersion: string
  /** Keys in a fixed order. */
  readonly body: Body
  /** SHA-256 of what the body says, whatever the order of its keys. */
  readonly hash: string
}

export interface CompiledRule extends Compiled<'alertRule', AlertRuleBody> {
  readonly kind: DeployableKind
  /** Names of the catalogue tables that its query reads. */
  readonly reads: readonly string[]
}

/** A hunting query, which a workspace keeps as a saved search. */
export type CompiledSearch = Compiled<'savedSearch', SavedSearchBody>

/** What Microsoft Graph takes for a custom detection. */
export interface DetectionBody {
  readonly [property: string]: JsonValue
}

/** A custom detection; its id is the service's, empty until it has been created. */
export type CompiledDetection = Omit<Compiled<'detectionRule', DetectionBody>, 'apiVersion'>

/** What a workspace takes. */
export type CompiledResource = CompiledRule | CompiledSearch

export const stableApiVersion = '2025-09-01'
export const previewApiVersion = '2025-07-01-preview'
export const searchApiVersion = '2025-02-01'

/** Hex SHA-256 of a value's JSON text with all keys sorted. */
export const hashOf = (value: JsonValue): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}
