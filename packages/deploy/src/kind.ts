import type {
  ArmAnswer,
  Collections,
  Receipt,
  Resource,
  ResourceBody,
  ResourceType,
  WorkspaceClient,
} from '@tripline/azure'
import type { Diagnostic, JsonValue, SourceFile } from '@tripline/diagnostics'
import type { AutomationRule, Project, ProjectFunction, Retention, Target } from '@tripline/project'
import type { CompiledRule, CompiledSearch, QueryAnalyses, Rule } from '@tripline/rules'
import type { Table } from '@tripline/schemas'
import type { DesiredArchive } from './desired-archive.ts'
import type { FieldChange } from './plan/field-change.ts'
import type { StoredResources } from './plan/stored-resources.ts'

/** A watchlist of the project with its rows; a row has a cell per column. */
export interface DesiredWatchlist {
  readonly alias: string
  readonly searchKey: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What the project says about a workspace. */
export interface DesiredProject {
  /** The name of the project; '' if it has none. */
  readonly owner: string
  readonly rules: readonly Pick<CompiledRule, 'id' | 'name' | 'apiVersion' | 'body' | 'reads'>[]
  /** Hunting queries. */
  readonly searches: readonly CompiledSearch[]
  readonly functions: readonly ProjectFunction[]
  readonly watchlists: readonly DesiredWatchlist[]
  readonly automationRules: readonly AutomationRule[]
  /** Of those that the project describes; only custom ones are deployed. */
  readonly tables: readonly Table[]
  readonly retention: Retention
  /** What keeps rows beyond the workspace; deployed by itself. */
  readonly archive?: DesiredArchive
}

/** What planning and applying need of a workspace. */
export interface DeployClient extends Collections, Pick<WorkspaceClient, 'resource' | 'time'> {}

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
  /** Keys of what must be there before. */
  readonly needs?: readonly string[]
  /** What there is to say, whatever is stored. */
  readonly remarks?: readonly Remark[]
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

/** How many resources that count a workspace allows. */
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
  /** All that is stored of its kind. */
  readonly all: StoredResources
  /** When the workspace was read; milliseconds since 1970. */
  readonly readAt: number
}

/** What is sent for a resource instead, if anything. */
export interface Change {
  readonly id: string
  readonly write: Write
  /** What is stored now. */
  readonly stored: Resource | undefined
}

/** Sends one request that changes something. */
export type Sending = (client: DeployClient) => Promise<ArmAnswer<Receipt>>

/** A watchlist with the file that its rows are from, in the same order. */
export interface WatchlistFile extends DesiredWatchlist {
  readonly file: SourceFile
}

/** What the desired resources of a workspace are made from. */
export interface Sources {
  readonly project: Project
  readonly target: Target
  readonly rules: readonly Rule[]
  readonly watchlists: readonly WatchlistFile[]
  readonly analyses: QueryAnalyses
}

/** A resource that differs from what the files say. */
export interface Differing {
  readonly wanted: DesiredResource
  readonly stored: Resource
  /** What is stored, in the spelling of what is wanted as far as they mean the same. */
  readonly alike: Resource['properties']
  readonly sources: Sources
}

/** Files with the text that they get, or why the files cannot say what is stored. */
export type Absorbed = { readonly files: readonly SourceFile[] } | { readonly reason: string }

/** A file that is new to the project. */
export interface NewFile {
  readonly folder: 'detections' | 'automation' | 'functions' | 'schemas' | 'watchlists'
  /** Its name without an ending. */
  readonly stem: string
  readonly ending: '.yaml' | '.csv'
  readonly text: string
}

/** A stored resource as files of a project would say it. */
export interface Description {
  readonly file?: NewFile
  /** What it changes in `tripline.yaml`, given the path of its file. */
  readonly settings?: (root: Members, path: string) => Members
  /** What of it is lost. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Plain data of a document. */
export type Members = Readonly<Record<string, JsonValue>>

/** What an operation is doing to a resource. */
export type Operation = 'change' | 'deletion'

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
  /** The properties as they are compared. */
  comparable(properties: Resource['properties']): Resource['properties']
  /** Adds to a resource what the service keeps elsewhere. */
  readonly complete?: (stored: Resource, client: DeployClient) => Promise<ArmAnswer<Resource>>
  /** What an operation is doing to the resource, if one is running. */
  operationOn(stored: Resource): Operation | undefined
  /** Whether the service may hide a resource until the operation that creates it is over. */
  readonly isHiddenAtFirst?: true
  /** Whether only some of the requests of a write have been carried out; of kinds whose writes take several. */
  isUnfinished(stored: Resource, changes: readonly FieldChange[]): boolean
  /** Why the service itself has disabled a resource, changing nothing else in it. */
  disabledBy(judged: Omit<Judged, 'all'>): string | undefined
  /** What a deletion takes away that cannot be had back. */
  readonly onDelete?: string
  /** At most one conflict counts: the first. */
  judge(judged: Judged): Iterable<Remark>
  /** The project's files as they would say what is stored. Absent: that is changed by hand. */
  readonly absorb?: (differing: Differing) => Promise<Absorbed>
  /** What a project would say of a stored resource; why it cannot; undefined of one that needs no mention. Absent: nothing. */
  readonly describe?: (stored: Resource) => Promise<Description | { readonly reason: string } | undefined>
  /** The requests of a write, to be sent in this order. */
  sendings(change: Change): readonly Sending[]
}

/** What most kinds have in common. */
export const commonKind = {
  limits: [],
  isPartial: () => false,
  comparable: properties => properties,
  operationOn: () => undefined,
  isUnfinished: () => false,
  disabledBy: () => undefined,
  nameOf: ({ id }) => id,
  isContent: () => true,
  identify: wanted => wanted,
  judge: () => [],
} satisfies Partial<Kind>

/** One request, which stores the whole resource. */
export const onePut =
  (type: Exclude<KindType, 'storageAccounts'>): Kind['sendings'] =>
  ({ id, write, stored }) => [client => client[type].put(id, conditional(write, stored), write.apiVersion)]

/** The body of a write on the condition that nobody has changed what it replaces. */
const conditional = ({ body }: Write, stored: Resource | undefined): ResourceBody => ({
  ...body,
  ...(stored?.etag !== undefined && { etag: stored.etag }),
})
