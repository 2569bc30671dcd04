import { type ArmAnswer, failed, mapAnswer } from '../answer/arm-answer.ts'
import type { ArmClient } from '../arm/arm-client.ts'
import { change, type Receipt, type ResourcesById, type Time } from './collection.ts'
import type { Resource } from './resource.ts'
import { containerPath, readStorage, type StorageRow, storageResources, storageVersion } from './storage-resources.ts'

/** The time-based policies of containers, by `account/container`. */
export interface ImmutabilityPolicies extends ResourcesById {
  /** Cannot be undone. */
  lock(id: string, etag: string): Promise<ArmAnswer<Receipt>>
  /** Makes the period of a locked policy longer, in days; the service allows it five times. */
  extend(id: string, etag: string, days: number): Promise<ArmAnswer<Receipt>>
}

const period = 'immutabilityPeriodSinceCreationInDays'

const row: StorageRow = {
  path: id => `${containerPath(id)}/immutabilityPolicies/default`,
  noun: 'an immutability policy',
  apiVersion: storageVersion,
  isSound: ({ properties: { [period]: days, state } }) => typeof days === 'number' && typeof state === 'string',
}

export function immutabilityPolicies(client: ArmClient, accounts: string, time: Time): ImmutabilityPolicies {
  const act = (id: string, action: string, ifMatch: string, body?: unknown) =>
    change(
      client,
      {
        method: 'POST',
        url: `${accounts}/${row.path(id)}/${action}`,
        apiVersion: row.apiVersion,
        ifMatch,
        ...(body !== undefined && { body }),
      },
      time,
    )
  return {
    ...storageResources(client, accounts, row, time),
    get: async id => mapAnswer(await readStorage(client, accounts, row, id), existing),
    lock: (id, etag) => act(id, 'lock', etag),
    extend: (id, etag, days) => act(id, 'extend', etag, { properties: { [period]: days } }),
  }
}

/** A container whose policy was deleted may answer with one of no days. */
const existing = (policy: Resource): ArmAnswer<Resource> =>
  policy.properties[period] === 0
    ? failed('NotFound', 'the container has no immutability policy', 404)
    : { ok: true, value: policy }
