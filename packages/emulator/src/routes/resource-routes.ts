import { recordOr } from '@tripline/diagnostics'
import { type Answer, answered, ok, refusal } from '../http/answer.ts'
import type { ApiVersions } from '../http/api-versions.ts'
import { page } from '../http/page.ts'
import { type Call, resourceId, type WorkspaceRoute, type WorkspaceService } from '../http/route.ts'
import type { Shape } from '../service/shape.ts'
import { nextEtag } from '../state/emulator-state.ts'
import type { Collection, StoredResource } from '../state/world.ts'

/** A PUT or PATCH of a resource whose body has the right shape. */
export interface Write {
  readonly call: Call
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
  /** What is stored under the name. */
  readonly stored: StoredResource | undefined
  readonly service: WorkspaceService
}

/** How one kind of resource, stored whole and synchronously, is served. */
export interface ResourceKind {
  /** The pattern of the collection's path, and the last name of an item's. */
  readonly path: string
  readonly key: string
  /** For messages. */
  readonly noun: string
  readonly versions: ApiVersions
  readonly held: Collection<StoredResource>
  readonly body: Shape
  /** What a PATCH takes; without it there is none. */
  readonly patch?: Shape
  /** Whether the list comes in pages. */
  readonly paged: boolean
  /** What a query parameter of the list leaves of it, or why it is refused. */
  readonly select?: (stored: readonly StoredResource[], query: URLSearchParams) => readonly StoredResource[] | string
  /** Whether an update must carry the stored etag. */
  readonly etagRequired: boolean
  /** The text that stands for any etag. */
  readonly anyEtag?: string
  /** The status of a PUT that creates. */
  readonly created: 200 | 201
  /** The status of a DELETE of nothing. */
  readonly absent: 204 | 404
  /** Why the service refuses the write for what else the workspace has. */
  refuse?(write: Write): string | undefined
  /** The properties as the service stores them. */
  complete?(write: Write): Readonly<Record<string, unknown>>
}

/** List, get, put, delete and, where there is one, patch. */
export function resourceRoutes(kind: ResourceKind): readonly WorkspaceRoute[] {
  const { path, key, versions } = kind
  const item = `${path}/{${key}}`
  return [
    { method: 'GET', path, versions, handle: (call, service) => list(kind, call, service) },
    { method: 'GET', path: item, versions, handle: (call, service) => get(kind, call, service) },
    { method: 'PUT', path: item, versions, handle: (call, service) => put(kind, call, service) },
    { method: 'DELETE', path: item, versions, handle: (call, service) => remove(kind, call, service) },
    ...(kind.patch
      ? [{ method: 'PATCH', path: item, versions, handle: patcher(kind, kind.patch) } satisfies WorkspaceRoute]
      : []),
  ]
}

function documentOf(
  { path, versions }: ResourceKind,
  call: Call,
  { world }: WorkspaceService,
  { name, kind, etag, properties }: StoredResource,
): Record<string, unknown> {
  return {
    id: `${resourceId(path, call, world)}/${name}`,
    name,
    type: versions.type,
    ...(kind !== undefined && { kind }),
    etag,
    properties,
  }
}

function list(kind: ResourceKind, call: Call, service: WorkspaceService): Answer {
  const all = [...kind.held(service.world).values()]
  const selected = kind.select ? kind.select(all, call.url.searchParams) : all
  if (typeof selected === 'string') return answered(selected)
  const documents = selected.map(stored => documentOf(kind, call, service, stored))
  return ok(kind.paged ? page(documents, call.url, service.pageSize) : { value: documents })
}

const find = (kind: ResourceKind, { at }: Call, { world }: WorkspaceService): StoredResource | undefined =>
  kind.held(world).get(at[kind.key]!.toLowerCase())

const missing = ({ noun, key }: ResourceKind, { at }: Call): Answer =>
  refusal(404, 'NotFound', `The ${noun} '${at[key]}' was not found.`)

function get(kind: ResourceKind, call: Call, service: WorkspaceService): Answer {
  const stored = find(kind, call, service)
  return stored ? ok(documentOf(kind, call, service, stored)) : missing(kind, call)
}

function put(kind: ResourceKind, call: Call, service: WorkspaceService): Answer {
  const fault = kind.body(call.body, '')
  if (fault !== undefined) return answered(fault)
  const body = recordOr(call.body)
  const stored = find(kind, call, service)
  return etagFault(kind, call, stored, body.etag) ?? write(kind, call, service, recordOr(body.properties))
}

const patcher = (kind: ResourceKind, shape: Shape) => (call: Call, service: WorkspaceService) => {
  const fault = shape(call.body, '')
  if (fault !== undefined) return answered(fault)
  const stored = find(kind, call, service)
  if (!stored) return missing(kind, call)
  const { etag, properties } = recordOr(call.body)
  const changed = { ...stored.properties, ...recordOr(properties) }
  return etagFault(kind, call, stored, etag) ?? write(kind, call, service, changed)
}

function write(
  kind: ResourceKind,
  call: Call,
  service: WorkspaceService,
  properties: Readonly<Record<string, unknown>>,
): Answer {
  const stored = find(kind, call, service)
  const name = stored?.name ?? call.at[kind.key]!
  const request: Write = { call, name, properties, stored, service }
  const fault = kind.refuse?.(request)
  if (fault !== undefined) return answered(fault)
  const next: StoredResource = {
    name,
    etag: nextEtag(service.state),
    properties: kind.complete?.(request) ?? properties,
  }
  kind.held(service.world).set(name.toLowerCase(), next)
  return ok(documentOf(kind, call, service, next), stored ? 200 : kind.created)
}

function etagFault(kind: ResourceKind, call: Call, stored: StoredResource | undefined, etag: unknown) {
  if (!stored || etag === stored.etag || (etag === undefined && !kind.etagRequired)) return undefined
  if (etag !== undefined && etag === kind.anyEtag) return undefined
  const where = `${kind.noun} '${stored.name}' exists for workspace '${call.at.workspace}'`
  return refusal(409, 'Conflict', `Newer instance of ${where} (Etag does not match). Data was not saved.`)
}

function remove(kind: ResourceKind, call: Call, { world, state }: WorkspaceService): Answer {
  if (!kind.held(world).delete(call.at[kind.key]!.toLowerCase())) {
    return kind.absent === 404 ? missing(kind, call) : { status: 204 }
  }
  state.revision += 1
  return { status: 200 }
}
