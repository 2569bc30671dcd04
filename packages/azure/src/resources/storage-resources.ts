import { type ArmAnswer, answered, mapAnswer } from '../answer/arm-answer.ts'
import type { ArmClient } from '../arm/arm-client.ts'
import { change, type ResourcesById, type Time, type TypeRow } from './collection.ts'
import { type Resource, readResource } from './resource.ts'

/** Resources of one type below storage accounts. Their ids begin with the name of the account: `account/container`. */
export interface StorageRow extends TypeRow {
  /** Below the path of all storage accounts. */
  path(id: string): string
}

/** The path of a container, by `account/container`. */
export function containerPath(id: string): string {
  const [account, container] = id.split('/').map(encodeURIComponent)
  return `${account}/blobServices/default/containers/${container}`
}

export const storageVersion = '2025-01-01'

/** The resource at a path, under its own id. */
export async function readStorage(
  client: ArmClient,
  accounts: string,
  row: StorageRow,
  id: string,
): Promise<ArmAnswer<Resource>> {
  const answer = await client.send({ method: 'GET', url: `${accounts}/${row.path(id)}`, apiVersion: row.apiVersion })
  const read = mapAnswer(answer, ({ body }) => readResource(body, row))
  return mapAnswer(read, resource => answered({ ...resource, id }))
}

/** Sends and reads resources of one type; the condition of a write is a header. */
export const storageResources = (client: ArmClient, accounts: string, row: StorageRow, time: Time): ResourcesById => ({
  get: id => readStorage(client, accounts, row, id),
  put(id, { etag, ...body }, apiVersion = row.apiVersion) {
    const url = `${accounts}/${row.path(id)}`
    return change(client, { method: 'PUT', url, apiVersion, body, ...(etag !== undefined && { ifMatch: etag }) }, time)
  },
})
