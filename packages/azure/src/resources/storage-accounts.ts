import { recordOr } from '@tripline/diagnostics'
import { type ArmAnswer, answered, mapAnswer } from '../answer/arm-answer.ts'
import type { ArmClient } from '../arm/arm-client.ts'
import type { ResourcesById } from './collection.ts'
import { type Resource, readResource } from './resource.ts'
import { storageVersion } from './storage-resources.ts'

const shape = { noun: 'a storage account', isSound: () => true }

/** Storage accounts are read, never written. Region and redundancy are among the properties, as `location` and `sku`. */
export const storageAccounts = (client: ArmClient, accounts: string): Pick<ResourcesById, 'get'> => ({
  async get(id) {
    const url = `${accounts}/${encodeURIComponent(id)}`
    const answer = await client.send({ method: 'GET', url, apiVersion: storageVersion })
    return mapAnswer(answer, ({ body }) => withSettings(body))
  },
})

function withSettings(body: unknown): ArmAnswer<Resource> {
  const { location, sku } = recordOr(body)
  const { name } = recordOr(sku)
  return mapAnswer(readResource(body, shape), resource =>
    answered({ ...resource, properties: { ...resource.properties, location, sku: name } }),
  )
}
