import { isRecord, recordOr } from '@tripline/diagnostics'
import { type Answer, answered, ok, refusal } from '../http/answer.ts'
import { inStorage } from '../http/api-versions.ts'
import { type AccountContext, type AccountRoute, type Call, inAccount, resourceId } from '../http/route.ts'
import { anything, flag, listOf, matching, object, oneOf, type Shape, text } from '../service/shape.ts'
import { lifecycles, type StoredLifecycle } from '../state/account-collections.ts'

const path = inAccount('/managementPolicies/default')

const days = (value: unknown, at: string): string | undefined =>
  isRecord(value) && Object.values(value).every(count => typeof count === 'number' && count >= 0)
    ? undefined
    : `Invalid value for property '${at}': ${JSON.stringify(value)}`

const actions = object({
  baseBlob: object({
    tierToCool: days,
    tierToCold: days,
    tierToArchive: days,
    tierToHot: days,
    delete: days,
    enableAutoTierToHotFromCool: flag,
  }),
  snapshot: anything,
  version: anything,
})

const definition = object({
  'actions!': actions,
  filters: object({
    'blobTypes!': listOf(oneOf('blockBlob', 'appendBlob'), 1),
    prefixMatch: listOf(text(1), 0, 10),
    blobIndexMatch: listOf(anything),
  }),
})

/** Append blobs have no tiers; lifecycle can only delete them. */
const lifecycle: Shape = (value, at) => {
  const fault = definition(value, at)
  if (fault !== undefined) return fault
  const { filters, actions } = recordOr(value)
  const types = recordOr(filters).blobTypes
  const tiers = Object.keys(recordOr(recordOr(actions).baseBlob)).filter(name => name.startsWith('tierTo'))
  return Array.isArray(types) && types.includes('appendBlob') && tiers.length > 0
    ? `The action '${tiers[0]}' is not supported for append blobs.`
    : undefined
}

const rule = object({
  enabled: flag,
  'name!': matching(/^[A-Za-z0-9-]{1,256}$/),
  'type!': oneOf('Lifecycle'),
  'definition!': lifecycle,
})

const body = object({
  id: anything,
  name: anything,
  type: anything,
  'properties!': object({ lastModifiedTime: anything, 'policy!': object({ 'rules!': listOf(rule, 1, 100) }) }),
})

const documentOf = (call: Call, { account }: AccountContext, { policy, modified }: StoredLifecycle) => ({
  id: resourceId(path, call, account),
  name: 'DefaultManagementPolicy',
  type: 'Microsoft.Storage/storageAccounts/managementPolicies',
  properties: { lastModifiedTime: modified, policy },
})

function get(call: Call, context: AccountContext): Answer {
  const stored = lifecycles(context.account).get('default')
  return stored
    ? ok(documentOf(call, context, stored))
    : refusal(404, 'ManagementPolicyNotFound', 'No ManagementPolicy found for the account.')
}

function put(call: Call, context: AccountContext): Answer {
  const fault = body(call.body, '')
  if (fault !== undefined) return answered(fault)
  const { policy } = recordOr(recordOr(call.body).properties)
  const stored = { policy, modified: context.clock().toISOString() }
  lifecycles(context.account).set('default', stored)
  context.state.revision += 1
  return ok(documentOf(call, context, stored))
}

function remove(_: Call, { account, state }: AccountContext): Answer {
  const removed = lifecycles(account).delete('default')
  state.revision += 1
  return { status: removed ? 200 : 204 }
}

const versions = inStorage('storageAccounts/managementPolicies')

/** The lifecycle of an account's blobs: one document, always replaced as a whole. It is kept and not carried out. */
export const managementPolicyRoutes: readonly AccountRoute[] = [
  { method: 'GET', path, versions, handle: get },
  { method: 'PUT', path, versions, handle: put },
  { method: 'DELETE', path, versions, handle: remove },
]
