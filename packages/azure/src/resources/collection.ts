import { type ArmAnswer, answered, mapAnswer } from '../answer/arm-answer.ts'
import { requestIdIn } from '../answer/read-response.ts'
import type { ArmClient } from '../arm/arm-client.ts'
import { listAll } from '../arm/list-all.ts'
import { settle } from '../arm/long-running.ts'
import type { Clock } from '../http/request-budget.ts'
import { type Resource, type ResourceBody, readResource, type Shape } from './resource.ts'

/** Resources of one type, as the service has them. */
export interface CollectionRow extends Shape {
  /** Below the path of the workspace; absent for the workspace itself. */
  readonly path?: string
  /** For reads, and for writes that name no other. */
  readonly apiVersion: string
}

/** That a write was accepted. It says nothing about what is stored: `get` does. */
export interface Receipt {
  readonly status: number
  readonly requestId?: string
}

/** The resources of one type in a workspace. */
export interface Collection {
  list(): Promise<ArmAnswer<readonly Resource[]>>
  get(id: string): Promise<ArmAnswer<Resource>>
  /** Creates or replaces a resource; an `etag` in the body makes it conditional (409 `Conflict`). */
  put(id: string, body: ResourceBody, apiVersion?: string): Promise<ArmAnswer<Receipt>>
  /** Changes the properties in the body. */
  patch(id: string, body: ResourceBody): Promise<ArmAnswer<Receipt>>
  /** Succeeds when the resource is already gone. */
  delete(id: string): Promise<ArmAnswer<Receipt>>
}

/** Sends and reads resources of one type. A write returns once the operation that it starts has ended. */
export function collection(
  client: ArmClient,
  workspacePath: string,
  row: CollectionRow,
  time: Pick<Clock, 'now' | 'wait'>,
): Collection {
  const all = row.path === undefined ? workspacePath : `${workspacePath}/${row.path}`
  const one = (id: string) => (row.path === undefined ? all : `${all}/${encodeURIComponent(id)}`)
  const read = (body: unknown) => readResource(body, row)
  async function get(url: string): Promise<ArmAnswer<Resource>> {
    const answer = await client.send({ method: 'GET', url, apiVersion: row.apiVersion })
    return mapAnswer(answer, ({ body }) => read(body))
  }
  async function change(
    method: 'PUT' | 'PATCH' | 'DELETE',
    id: string,
    apiVersion: string,
    body?: ResourceBody,
  ): Promise<ArmAnswer<Receipt>> {
    const started = await client.send({ method, url: one(id), apiVersion, ...(body && { body }) })
    if (!started.ok) return started
    const settled = await settle(client, started.value, time)
    const { status, header } = started.value
    return settled.ok ? answered({ status, ...requestIdIn(header) }) : settled
  }
  return {
    list: async () =>
      row.path === undefined
        ? mapAnswer(await get(all), only => answered([only]))
        : listAll(client, all, row.apiVersion, read),
    get: id => get(one(id)),
    put: (id, body, apiVersion = row.apiVersion) => change('PUT', id, apiVersion, body),
    patch: (id, body) => change('PATCH', id, row.apiVersion, body),
    async delete(id) {
      const answer = await change('DELETE', id, row.apiVersion)
      return !answer.ok && answer.error.status === 404 ? answered({ status: 404 }) : answer
    },
  }
}
