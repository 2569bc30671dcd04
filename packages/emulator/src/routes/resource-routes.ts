import { type JsonRecord, recordOr } from '@tripline/diagnostics'
import { type Answer, answered, ok, refusal } from '../http/answer.ts'
import type { ApiVersions } from '../http/api-versions.ts'
import { pageAnswer } from '../http/page-answer.ts'
import { type Call, resourceId, type WorkspaceContext, type WorkspaceRoute } from '../http/route.ts'
import type { Shape } from '../service/shape.ts'
import { nextEtag } from '../state/emulator-state.ts'
import type { ResourceStore, StoredResource } from '../state/resource-store.ts'

/** A PUT or PATCH of a resource whose body has the right shape. */
export interface Write {
  readonly call: Call
  readonly name: string
  readonly kind?: string
  readonly properties: JsonRecord
  /** What is stored under the name. */
  readonly stored: StoredResource | undefined
  readonly context: WorkspaceContext
}

/** How one kind of resource, stored whole and synchronously, is served. */
export interface ResourceKind {
  /** The pattern of the collection's path, and the last name of an item's. */
  readonly path: string
  readonly key: string
  /** For messages. */
  readonly noun: string
  readonly versions: ApiVersions
  readonly held: (workspace: ResourceStore, at: Call['at']) => Map<string, StoredResource>
  /** The answer where the collection does not exist, as its parent is missing. */
  readonly absentCollection?: (call: Call, context: WorkspaceContext) => Answer | undefined
  /** What a PUT takes. */
  body(call: Call): Shape
  /** What a PATCH takes; without it there is none. */
  readonly patch?: Shape
  /** Whether the list comes in pages. */
  readonly paged: boolean
  /** What the query parameters of a list leave of it, or why they are refused. */
  readonly select?: (stored: readonly StoredResource[], query: URLSearchParams) => readonly StoredResource[] | string
  /** The properties as the call's api-version shows them; undefined where it does not know the resource. */
  readonly shown?: (stored: StoredResource, call: Call, context: WorkspaceContext) => JsonRecord | undefined
  /** Whether the service gives the resource no etag. */
  readonly etagless?: true
  /** Whether an update must carry the stored etag. */
  etagRequired(stored: StoredResource): boolean
  /** The text that stands for any etag. */
  readonly anyEtag?: string
  /** The status of a PUT that creates. */
  readonly created: 200 | 201
  /** The status of a DELETE of nothing. */
  readonly absent: 204 | 404
  /** The body of the answer to a DELETE, if it has one. */
  readonly deleted?: unknown
  /** Why the service refuses the write for what else the workspace has. */
  refuse?(write: Write): Answer | string | undefined
  /** The properties as the service stores them. */
  complete(write: Write): JsonRecord
  /** What else the service does after a PUT; the headers of its answer. */
  written?(write: Write): Answer['headers']
  /** What else the service does after a DELETE. */
  removed?(removed: StoredResource, context: WorkspaceContext): void
  /** How the service answers a DELETE that is not over at once. */
  remove?(stored: StoredResource, call: Call, context: WorkspaceContext): Answer
}

/** List, get, put, delete and, where there is one, patch. */
export function resourceRoutes(kind: ResourceKind): readonly WorkspaceRoute[] {
  const { path, key, versions } = kind
  const item = `${path}/{${key}}`
  const handling =
    (handle: (kind: ResourceKind, call: Call, context: WorkspaceContext) => Answer): WorkspaceRoute['handle'] =>
    (call, context) =>
      kind.absentCollection?.(call, context) ?? handle(kind, call, context)
  return [
    { method: 'GET', path, versions, handle: handling(list) },
    { method: 'GET', path: item, versions, handle: handling(get) },
    { method: 'PUT', path: item, versions, handle: handling(put) },
    { method: 'DELETE', path: item, versions, handle: handling(remove) },
    ...(kind.patch
      ? [{ method: 'PATCH', path: item, versions, handle: handling(patch) } satisfies WorkspaceRoute]
      : []),
  ]
}

/** The resource as the call sees it; undefined if it does not. */
function documentOf({ path, versions, shown, etagless }: ResourceKind, call: Call, context: WorkspaceContext) {
  return (stored: StoredResource): JsonRecord | undefined => {
    const { name, kind, etag } = stored
    const properties = shown ? shown(stored, call, context) : stored.properties
    return (
      properties && {
        id: `${resourceId(path, call, context.workspace)}/${name}`,
        name,
        type: versions.type,
        ...(kind !== undefined && { kind }),
        ...(!etagless && { etag }),
        properties,
      }
    )
  }
}

function list(kind: ResourceKind, call: Call, context: WorkspaceContext): Answer {
  const all = [...kind.held(context.workspace, call.at).values()]
  const selected = kind.select ? kind.select(all, call.url.searchParams) : all
  if (typeof selected === 'string') return answered(selected)
  const documents = selected.map(documentOf(kind, call, context)).filter(document => document !== undefined)
  return kind.paged ? pageAnswer(documents, call.url, context.pageSize) : ok({ value: documents })
}

const find = (kind: ResourceKind, { at }: Call, { workspace }: WorkspaceContext): StoredResource | undefined =>
  kind.held(workspace, at).get(at[kind.key]!.toLowerCase())

const missing = ({ noun, key }: ResourceKind, { at }: Call): Answer =>
  refusal(404, 'NotFound', `The ${noun} '${at[key]}' was not found.`)

function get(kind: ResourceKind, call: Call, context: WorkspaceContext): Answer {
  const stored = find(kind, call, context)
  const document = stored && documentOf(kind, call, context)(stored)
  return document && !isUnseen(document.id, context) ? ok(document) : missing(kind, call)
}

/** For so long after its creation, chance decides whether a resource is found. */
const unseenMilliseconds = 30_000

function isUnseen(id: unknown, { created, clock, chance }: WorkspaceContext): boolean {
  const at = created.get(String(id))
  return at !== undefined && clock().getTime() - at < unseenMilliseconds && chance.happens('404read')
}

function put(kind: ResourceKind, call: Call, context: WorkspaceContext): Answer {
  const fault = kind.body(call)(call.body, '')
  return fault === undefined ? write(kind, call, context, {}) : answered(fault)
}

function patch(kind: ResourceKind, call: Call, context: WorkspaceContext): Answer {
  const fault = kind.patch!(call.body, '')
  if (fault !== undefined) return answered(fault)
  const stored = find(kind, call, context)
  return stored ? write(kind, call, context, stored.properties) : missing(kind, call)
}

/** Stores the properties of the body over those given. */
function write(kind: ResourceKind, call: Call, context: WorkspaceContext, properties: JsonRecord): Answer {
  const held = kind.held(context.workspace, call.at)
  let stored = find(kind, call, context)
  if (stored && context.chance.happens('etag')) {
    stored = { ...stored, etag: nextEtag(context.state) }
    held.set(stored.name.toLowerCase(), stored)
  }
  const body = recordOr(call.body)
  const name = stored?.name ?? call.at[kind.key]!
  const named = { name, ...(typeof body.kind === 'string' && { kind: body.kind }) }
  const sent = { ...properties, ...recordOr(body.properties) }
  const request: Write = { call, ...named, properties: sent, stored, context }
  const fault = (stored && etagFault(kind, call, stored, body.etag)) ?? kind.refuse?.(request)
  if (fault !== undefined) return answered(fault)
  const next: StoredResource = { ...named, etag: nextEtag(context.state), properties: kind.complete(request) }
  held.set(name.toLowerCase(), next)
  const headers = kind.written?.(request)
  const document = documentOf(kind, call, context)(next)
  if (!stored) context.created.set(String(document?.id), context.clock().getTime())
  return { ...ok(document, stored ? 200 : kind.created), ...(headers && { headers }) }
}

function etagFault(kind: ResourceKind, call: Call, stored: StoredResource, etag: unknown): Answer | undefined {
  if (etag === stored.etag || (etag === undefined && !kind.etagRequired(stored))) return undefined
  if (etag !== undefined && etag === kind.anyEtag) return undefined
  const where = `${kind.noun} '${stored.name}' exists for workspace '${call.at.workspace}'`
  return refusal(409, 'Conflict', `Newer instance of ${where} (Etag does not match). Data was not saved.`)
}

function remove(kind: ResourceKind, call: Call, context: WorkspaceContext): Answer {
  const stored = find(kind, call, context)
  if (!stored) return kind.absent === 404 ? missing(kind, call) : { status: 204 }
  if (kind.remove) return kind.remove(stored, call, context)
  kind.held(context.workspace, call.at).delete(stored.name.toLowerCase())
  context.state.revision += 1
  kind.removed?.(stored, context)
  return ok(kind.deleted)
}
