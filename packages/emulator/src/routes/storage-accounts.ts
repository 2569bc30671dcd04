import { recordOr } from '@tripline/diagnostics'
import { type Answer, answered, ok, refusal } from '../http/answer.ts'
import { inStorage } from '../http/api-versions.ts'
import { accountId, accountPath, type Call, type Route, type RouteContext } from '../http/route.ts'
import { anything, flag, ignored, object, oneOf, text } from '../service/shape.ts'
import { accountSettings } from '../state/account-collections.ts'
import { emptyStore } from '../state/emulator-state.ts'
import type { ResourceStore } from '../state/resource-store.ts'

/** What an archive depends on. */
const body = object({
  id: anything,
  name: anything,
  type: anything,
  tags: anything,
  'location!': text(1),
  'kind!': oneOf('Storage', 'StorageV2', 'BlobStorage', 'BlockBlobStorage'),
  'sku!': object({
    'name!': oneOf(
      'Standard_LRS',
      'Standard_GRS',
      'Standard_RAGRS',
      'Standard_ZRS',
      'Standard_GZRS',
      'Standard_RAGZRS',
      'Premium_LRS',
      'Premium_ZRS',
    ),
    tier: anything,
  }),
  properties: object({
    isHnsEnabled: flag,
    isNfsV3Enabled: flag,
    isSftpEnabled: flag,
    allowBlobPublicAccess: flag,
    networkAcls: object({ bypass: text(), 'defaultAction!': oneOf('Allow', 'Deny') }),
    ...ignored('creationTime', 'primaryEndpoints', 'primaryLocation', 'statusOfPrimary', 'provisioningState'),
  }),
})

/** Names are unique in Azure, and part of host names. */
const accountName = /^[a-z0-9]{3,24}$/

const nameOf = ({ id }: ResourceStore): string => id.slice(id.lastIndexOf('/') + 1)

/** The account that the blob endpoint knows by this name. */
export const accountNamed = (name: string, { state }: RouteContext): ResourceStore | undefined =>
  [...state.accounts.values()].find(account => nameOf(account) === name)

function documentOf(account: ResourceStore, { origin }: RouteContext) {
  const { location, kind, sku, properties, createdAt } = accountSettings(account).get('account')!
  const name = nameOf(account)
  return {
    id: account.id,
    name,
    type: 'Microsoft.Storage/storageAccounts',
    location,
    kind,
    sku: { name: sku.name, tier: sku.name.split('_')[0] },
    properties: {
      ...properties,
      creationTime: createdAt,
      primaryEndpoints: { blob: `${origin}/${name}/` },
      primaryLocation: location,
      statusOfPrimary: 'available',
      provisioningState: 'Succeeded',
    },
  }
}

const find = (call: Call, { state }: RouteContext): ResourceStore | undefined =>
  state.accounts.get(accountId(call).toLowerCase())

export function missingAccount({ at: { account, resourceGroup } }: Call): Answer {
  const resource = `Microsoft.Storage/storageAccounts/${account}`
  const message = `The Resource '${resource}' under resource group '${resourceGroup}' was not found.`
  return refusal(404, 'ResourceNotFound', message)
}

function get(call: Call, context: RouteContext): Answer {
  const account = find(call, context)
  return account ? ok(documentOf(account, context)) : missingAccount(call)
}

function list(call: Call, context: RouteContext): Answer {
  const inGroup = accountId({ at: { ...call.at, account: '' } }).toLowerCase()
  const found = [...context.state.accounts].filter(([id]) => id.startsWith(inGroup))
  return ok({ value: found.map(([, account]) => documentOf(account, context)) })
}

function put(call: Call, context: RouteContext): Answer {
  const name = call.at.account!
  const fault = body(call.body, '')
  if (fault !== undefined) return answered(fault)
  if (!accountName.test(name)) return refusal(400, 'AccountNameInvalid', `${name} is not a valid storage account name.`)
  const found = find(call, context)
  if (!found && accountNamed(name, context)) {
    return refusal(409, 'StorageAccountAlreadyTaken', `The storage account named ${name} is already taken.`)
  }
  const account = found ?? emptyStore(accountId(call))
  const { location, kind, sku, properties } = recordOr(call.body)
  accountSettings(account).set('account', {
    location: String(location),
    kind: String(kind),
    sku: { name: String(recordOr(sku).name) },
    properties: recordOr(properties),
    createdAt: accountSettings(account).get('account')?.createdAt ?? context.clock().toISOString(),
  })
  context.state.accounts.set(account.id.toLowerCase(), account)
  context.state.revision += 1
  return ok(documentOf(account, context))
}

const versions = inStorage('storageAccounts')
const collection = accountPath.slice(0, accountPath.lastIndexOf('/'))

export const storageAccountRoutes: readonly Route[] = [
  { method: 'GET', path: collection, versions, handle: list },
  { method: 'GET', path: accountPath, versions, handle: get },
  { method: 'PUT', path: accountPath, versions, handle: put },
]
