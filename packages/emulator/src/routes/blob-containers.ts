import { recordOr } from '@tripline/diagnostics'
import { type Answer, answered, ok, refusal } from '../http/answer.ts'
import { inStorage } from '../http/api-versions.ts'
import { pageAnswer } from '../http/page-answer.ts'
import { type AccountContext, type AccountRoute, type Call, inAccount, resourceId } from '../http/route.ts'
import { anything, ignored, mapOf, object, oneOf, text } from '../service/shape.ts'
import { blobs, containers, policies, type StoredContainer, type StoredPolicy } from '../state/account-collections.ts'
import { nextEtag } from '../state/emulator-state.ts'
import type { ResourceStore } from '../state/resource-store.ts'

const collection = inAccount('/blobServices/default/containers')
const path = `${collection}/{container}`

const body = object({
  id: anything,
  name: anything,
  type: anything,
  etag: anything,
  properties: object({
    publicAccess: oneOf('None'),
    metadata: mapOf(text()),
    ...ignored('leaseStatus', 'leaseState', 'lastModifiedTime', 'hasLegalHold'),
    ...ignored('hasImmutabilityPolicy', 'immutabilityPolicy'),
  }),
})

/** Lower-case letters, digits and single hyphens. */
export const containerName = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/

function documentOf(call: Call, account: ResourceStore, stored: StoredContainer) {
  const { name, etag, modified, metadata } = stored
  const policy = policies(account).get(name)
  return {
    id: `${resourceId(collection, call, account)}/${name}`,
    name,
    type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
    etag,
    properties: {
      publicAccess: 'None',
      leaseStatus: 'Unlocked',
      leaseState: 'Available',
      lastModifiedTime: modified,
      ...(metadata && { metadata }),
      hasLegalHold: false,
      hasImmutabilityPolicy: policy !== undefined,
      ...(policy && {
        immutabilityPolicy: {
          etag: policy.etag,
          properties: policyProperties(policy),
          updateHistory: policy.updates.map(({ update, days, at }) => ({
            update,
            immutabilityPeriodSinceCreationInDays: days,
            timestamp: at,
          })),
        },
      }),
    },
  }
}

export const missingContainer = (): Answer =>
  refusal(404, 'ContainerNotFound', 'The specified container does not exist.')

function list(call: Call, { account, pageSize }: AccountContext): Answer {
  const documents = [...containers(account).values()].map(stored => documentOf(call, account, stored))
  const size = call.url.searchParams.get('$maxpagesize') ?? String(pageSize)
  if (!/^[1-9]\d{0,8}$/.test(size)) return answered(`Invalid $maxpagesize '${size}'.`)
  return pageAnswer(documents, call.url, Math.min(Number(size), pageSize))
}

function get(call: Call, { account }: AccountContext): Answer {
  const stored = containers(account).get(call.at.container!)
  return stored ? ok(documentOf(call, account, stored)) : missingContainer()
}

/** A container as it is created and changed, over either endpoint. */
export function writeContainer(name: string, { account, state, clock }: AccountContext, metadata: unknown) {
  const stored: StoredContainer = {
    ...containers(account).get(name),
    name,
    etag: nextEtag(state),
    modified: clock().toISOString(),
    ...(metadata !== undefined && { metadata: metadata as Readonly<Record<string, string>> }),
  }
  containers(account).set(name, stored)
  return stored
}

const put = (creates: boolean) => (call: Call, context: AccountContext) => {
  const fault = call.body === undefined ? undefined : body(call.body, '')
  if (fault !== undefined) return answered(fault)
  const name = call.at.container!
  if (!containerName.test(name)) return answered(`Invalid name of a container: '${name}'.`)
  const found = containers(context.account).has(name)
  if (!found && !creates) return missingContainer()
  const stored = writeContainer(name, context, recordOr(recordOr(call.body).properties).metadata)
  return ok(documentOf(call, context.account, stored), found || !creates ? 200 : 201)
}

function remove(call: Call, { account, state }: AccountContext): Answer {
  const name = call.at.container!
  if (!containers(account).has(name)) return { status: 204 }
  if (policies(account).has(name) && blobs(name)(account).size > 0) {
    const message = 'The container has an immutability policy and is not empty.'
    return refusal(409, 'ContainerProtectedFromDeletion', message)
  }
  containers(account).delete(name)
  policies(account).delete(name)
  blobs(name)(account).clear()
  state.revision += 1
  return { status: 200 }
}

const versions = inStorage('storageAccounts/blobServices/containers')

export const blobContainerRoutes: readonly AccountRoute[] = [
  { method: 'GET', path: collection, versions, handle: list },
  { method: 'GET', path, versions, handle: get },
  { method: 'PUT', path, versions, handle: put(true) },
  { method: 'PATCH', path, versions, handle: put(false) },
  { method: 'DELETE', path, versions, handle: remove },
]

/** A policy as the service publishes it. */
export const policyProperties = ({ days, locked, appends }: StoredPolicy) => ({
  immutabilityPeriodSinceCreationInDays: days,
  state: locked ? 'Locked' : 'Unlocked',
  ...(appends === 'append' && { allowProtectedAppendWrites: true }),
  ...(appends === 'all' && { allowProtectedAppendWritesAll: true }),
})
