import type { ArmAnswer, Collection, Receipt, Resource, ResourceBody, ResourceType } from '@tripline/azure'
import type { ProjectFunction, Retention } from '@tripline/project'
import type { CompiledRule, CompiledSearch } from '@tripline/rules'
import type { FieldChange } from './plan/field-change.ts'
import type { StoredResources } from './plan/stored-resources.ts'

/** What the project says about a workspace. */
export interface DesiredProject {
  readonly rules: readonly Pick<CompiledRule, 'id' | 'name' | 'apiVersion' | 'body' | 'reads'>[]
  /** Hunting queries. */
  readonly searches: readonly CompiledSearch[]
  readonly functions: readonly ProjectFunction[]
  readonly retention: Retention
}

/** What is sent for a resource. */
export interface Write {
  /** Absent: the one by which resources of its type are read. */
  readonly apiVersion?: string
  /** Without an etag: that of what it replaces is sent. */
  readonly body: ResourceBody
}

/** Types of resources that are deployed for their own sake. */
export type KindType = Exclude<ResourceType, 'metadata'>

/** A resource as the project wants it. */
export interface DesiredResource extends Write {
  readonly type: KindType
  readonly id: string
  /** What people call it. */
  readonly name: string
}

/** How a field is compared, unless exactly. */
export interface FieldRow {
  /** What the service stores by default. */
  readonly byDefault?: unknown
  /** Values are equal if the results are. */
  readonly compare?: (value: unknown) => unknown
}

/** What there is to say about a change: that the service would refuse it, or what the reviewer should know. */
export type Remark = { readonly conflict: string } | { readonly warning: string }

/** How many resources that count a workspace takes. */
export interface WorkspaceLimit {
  readonly what: string
  readonly most: number
  counts(resource: ResourceBody): boolean
}

/** One change, as a kind judges it. */
export interface Judged {
  readonly wanted: DesiredResource
  readonly stored: Resource | undefined
  readonly changes: readonly FieldChange[]
  /** When the workspace was read; milliseconds since 1970. */
  readonly readAt: number
}

/** A kind of resource that is deployed. Everything that differs from kind to kind is in its row. */
export interface Kind {
  readonly type: KindType
  /** What one is called. */
  readonly noun: string
  /** Every field that a caller can set, by path. A list index is `[]`, a name that the caller chooses `*`. */
  readonly fields: Readonly<Record<string, FieldRow>>
  /** What Sentinel calls it in metadata. Absent: nobody owns resources of this kind; they are neither conflicts nor deleted. */
  readonly content?: (body: ResourceBody) => string
  /** Whether a stored resource is something that people deploy, as opposed to what every workspace has. */
  isContent(stored: Resource): boolean
  /** The resource under the id by which the workspace has it. */
  identify(wanted: DesiredResource, stored: StoredResources): DesiredResource
  /** What people call a stored resource. */
  nameOf(stored: Resource): string
  /** The property that no two resources of a workspace share. */
  readonly unique?: string
  readonly limits: readonly WorkspaceLimit[]
  wanted(project: DesiredProject): readonly DesiredResource[]
  /** Whether fields that the project leaves out are left as they are. */
  isPartial(body: ResourceBody): boolean
  /** Whether an operation is changing the resource. */
  isBusy(stored: Resource): boolean
  /** Why the service itself has disabled a resource, changing nothing else in it. */
  disabledBy(judged: Judged): string | undefined
  /** What a deletion takes away that cannot be had back. */
  readonly onDelete?: string
  /** At most one conflict counts: the first. */
  judge(judged: Judged): Iterable<Remark>
  /** Sends a write. Its body has the etag of what it replaces. */
  send(collection: Collection, id: string, write: Write): Promise<ArmAnswer<Receipt>>
}

/** What most kinds have in common. */
export const commonKind = {
  limits: [],
  isPartial: () => false,
  isBusy: () => false,
  disabledBy: () => undefined,
  nameOf: ({ id }) => id,
  isContent: () => true,
  identify: wanted => wanted,
  judge: () => [],
  send: (collection, id, { body, apiVersion }) => collection.put(id, body, apiVersion),
} satisfies Partial<Kind>
