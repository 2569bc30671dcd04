import { isRecord, recordOr } from '@tripline/diagnostics'
import { type Answer, answered, ok, refusal } from '../http/answer.ts'
import { inStorage } from '../http/api-versions.ts'
import { type AccountContext, type AccountRoute, type Call, inAccount, resourceId } from '../http/route.ts'
import { anything, flag, object, type Shape, whole } from '../service/shape.ts'
import { containers, policies, type StoredPolicy } from '../state/account-collections.ts'
import { nextEtag } from '../state/emulator-state.ts'
import { missingContainer, policyProperties } from './blob-containers.ts'

const path = inAccount('/blobServices/default/containers/{container}/immutabilityPolicies/default')

const properties = object({
  'immutabilityPeriodSinceCreationInDays!': whole(1, 146_000),
  allowProtectedAppendWrites: flag,
  allowProtectedAppendWritesAll: flag,
  state: anything,
})

const body: Shape = (value, at) => {
  const fault = object({ id: anything, name: anything, type: anything, etag: anything, 'properties!': properties })(
    value,
    at,
  )
  if (fault !== undefined || !isRecord(value)) return fault
  const { allowProtectedAppendWrites, allowProtectedAppendWritesAll } = recordOr(value.properties)
  return allowProtectedAppendWrites && allowProtectedAppendWritesAll
    ? "'allowProtectedAppendWrites' and 'allowProtectedAppendWritesAll' exclude each other."
    : undefined
}

const sentPolicy = ({ body }: Call): Pick<StoredPolicy, 'days' | 'appends'> => {
  const sent = recordOr(recordOr(body).properties)
  const appends = sent.allowProtectedAppendWritesAll ? 'all' : sent.allowProtectedAppendWrites ? 'append' : undefined
  return { days: Number(sent.immutabilityPeriodSinceCreationInDays), ...(appends && { appends }) }
}

function answer(call: Call, { account }: AccountContext, policy: StoredPolicy): Answer {
  const document = {
    id: resourceId(path, call, account),
    name: 'default',
    type: 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies',
    etag: policy.etag,
    properties: policyProperties(policy),
  }
  return { ...ok(document), headers: { ETag: policy.etag } }
}

const find = ({ at }: Call, { account }: AccountContext): StoredPolicy | undefined =>
  policies(account).get(at.container!)

const missing = (): Answer =>
  refusal(404, 'ContainerImmutabilityPolicyNotFound', 'The container has no immutability policy.')

const lockedAlready = (): Answer =>
  refusal(409, 'OperationNotAllowed', 'The immutability policy is locked: it can only be extended.')

/** Why the request may not change what is stored: the header If-Match names another etag, or is missing. */
function matchFault({ headers }: Call, { etag }: StoredPolicy, required: boolean): Answer | undefined {
  const given = headers['if-match']
  if (given === undefined) {
    return required ? refusal(400, 'MissingRequiredHeader', 'The header If-Match is required.') : undefined
  }
  return given === etag || given === '*'
    ? undefined
    : refusal(412, 'PreconditionFailed', 'The condition specified using HTTP conditional header(s) is not met.')
}

type Changed = Omit<StoredPolicy, 'etag' | 'updates'>

function store(call: Call, context: AccountContext, update: 'put' | 'lock' | 'extend', changed: Changed): Answer {
  const { account, state, clock } = context
  const updates = find(call, context)?.updates ?? []
  const at = clock().toISOString()
  const policy = { ...changed, etag: nextEtag(state), updates: [...updates, { update, days: changed.days, at }] }
  policies(account).set(call.at.container!, policy)
  return answer(call, context, policy)
}

function get(call: Call, context: AccountContext): Answer {
  const policy = find(call, context)
  return policy ? (matchFault(call, policy, false) ?? answer(call, context, policy)) : missing()
}

function put(call: Call, context: AccountContext): Answer {
  const fault = body(call.body, '')
  if (fault !== undefined) return answered(fault)
  const policy = find(call, context)
  const refused = policy && (matchFault(call, policy, false) ?? (policy.locked ? lockedAlready() : undefined))
  return refused ?? store(call, context, 'put', { ...sentPolicy(call), locked: false })
}

/** Cannot be undone. */
function lock(call: Call, context: AccountContext): Answer {
  const policy = find(call, context)
  if (!policy) return missing()
  const refused = matchFault(call, policy, true) ?? (policy.locked ? lockedAlready() : undefined)
  return refused ?? store(call, context, 'lock', { ...withoutHistory(policy), locked: true })
}

const withoutHistory = ({ etag, updates, ...changed }: StoredPolicy): Changed => changed

/** Times that a locked policy can be extended. */
const mostExtensions = 5

function extend(call: Call, context: AccountContext): Answer {
  const fault = body(call.body, '')
  if (fault !== undefined) return answered(fault)
  const policy = find(call, context)
  if (!policy) return missing()
  const refused = matchFault(call, policy, true)
  if (refused) return refused
  const { days, appends } = sentPolicy(call)
  if (!policy.locked) return answered('Only a locked immutability policy is extended; an unlocked one is replaced.')
  if (days <= policy.days) return answered(`The period can only become longer than ${policy.days} days.`)
  if (appends !== undefined && appends !== policy.appends) return answered('Appends cannot be changed once locked.')
  const extensions = policy.updates.filter(({ update }) => update === 'extend').length
  if (extensions >= mostExtensions)
    return answered(`The policy was extended ${mostExtensions} times, which is the limit.`)
  return store(call, context, 'extend', { ...withoutHistory(policy), days })
}

function remove(call: Call, context: AccountContext): Answer {
  const policy = find(call, context)
  if (!policy) return missing()
  const refused = matchFault(call, policy, true) ?? (policy.locked ? lockedAlready() : undefined)
  if (refused) return refused
  policies(context.account).delete(call.at.container!)
  return answer(call, context, { etag: nextEtag(context.state), days: 0, locked: false, updates: [] })
}

/** Needs the container. */
const inContainer =
  (handle: AccountRoute['handle']): AccountRoute['handle'] =>
  (call, context) =>
    containers(context.account).has(call.at.container!) ? handle(call, context) : missingContainer()

const versions = inStorage('storageAccounts/blobServices/containers/immutabilityPolicies')

/** Time-based policies of containers: replaced while unlocked, locked for ever, extended up to five times. */
export const immutabilityPolicyRoutes: readonly AccountRoute[] = [
  { method: 'GET', path, versions, handle: inContainer(get) },
  { method: 'PUT', path, versions, handle: inContainer(put) },
  { method: 'DELETE', path, versions, handle: inContainer(remove) },
  { method: 'POST', path: `${path}/lock`, versions, handle: inContainer(lock) },
  { method: 'POST', path: `${path}/extend`, versions, handle: inContainer(extend) },
]
