import { type ArmAnswer, answered, mapAnswer } from '../answer/arm-answer.ts'
import { requestIdIn } from '../answer/read-response.ts'
import type { ArmClient } from '../arm/arm-client.ts'
import { listAll } from '../arm/list-all.ts'
import { settle } from '../arm/long-running.ts'
import type { Clock } from '../http/request-budget.ts'
import { type Resource, type ResourceBody, readResource, type Shape } from './resource.ts'

/** Resources of one type, as the service has them. */
export interface TypeRow extends Shape {
  /** For reads, and for writes that name no other. */
  readonly apiVersion: string
}

export interface CollectionRow extends TypeRow {
  /** Below the path of the workspace; absent for the workspace itself. */
  readonly path?: string
}

/** That a write was accepted. It says nothing about what is stored: `get` does. */
export interface Receipt {
  readonly status: number
  readonly requestId?: string
}

/** Resources of one type by their ids. */
export interface ResourcesById {
  get(id: string): Promise<ArmAnswer<Resource>>
  /** Creates or replaces a resource; an `etag` in the body makes it conditional (409 `Conflict`, or 412). */
  put(id: string, body: ResourceBody, apiVersion?: string): Promise<ArmAnswer<Receipt>>
}

/** The resources of one type in a workspace. */
export interface Collection extends ResourcesById {
  list(): Promise<ArmAnswer<readonly Resource[]>>
  /** Changes the properties in the body. */
  patch(id: string, body: ResourceBody): Promise<ArmAnswer<Receipt>>
  /** Succeeds when the resource is already gone. */
  delete(id: string): Promise<ArmAnswer<Receipt>>
}

export type Time = Pick<Clock, 'now' | 'wait'>
type Request = Parameters<ArmClient['send']>[0]

/** Sends a request that changes something, and waits for the operation that it starts. */
export async function change(client: ArmClient, request: Request, time: Time): Promise<ArmAnswer<Receipt>> {
  const started = await client.send(request)
  if (!started.ok) return started
  const settled = await settle(client, started.value, time)
  const { status, header } = started.value
  return settled.ok ? answered({ status, ...requestIdIn(header) }) : settled
}

/** Sends and reads resources of one type. A write returns once the operation that it starts has ended. */
export function collection(client: ArmClient, workspacePath: string, row: CollectionRow, time: Time): Collection {
  const { path, apiVersion } = row
  const all = path === undefined ? workspacePath : `${workspacePath}/${path}`
  const one = (id: string) => (path === undefined ? all : `${all}/${encodeURIComponent(id)}`)
  const read = (body: unknown) => readResource(body, row)
  async function get(url: string): Promise<ArmAnswer<Resource>> {
    const answer = await client.send({ method: 'GET', url, apiVersion })
    return mapAnswer(answer, ({ body }) => read(body))
  }
  return {
    list: async () =>
      path === undefined ? mapAnswer(await get(all), only => answered([only])) : listAll(client, all, apiVersion, read),
    get: id => get(one(id)),
    put: (id, body, version = apiVersion) =>
      change(client, { method: 'PUT', url: one(id), apiVersion: version, body }, time),
    patch: (id, body) => change(client, { method: 'PATCH', url: one(id), apiVersion, body }, time),
    async delete(id) {
      const answer = await change(client, { method: 'DELETE', url: one(id), apiVersion }, time)
      return !answer.ok && answer.error.status === 404 ? answered({ status: 404 }) : answer
    },
  }
}
