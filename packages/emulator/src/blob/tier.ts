import type { Answer } from '../http/answer.ts'
import type { AccountContext } from '../http/route.ts'
import { accountSettings, blobs, type StoredBlob } from '../state/account-collections.ts'
import { type BlobCall, blobMissing, blobRefusal, header } from './blob-route.ts'

const tiers = ['Hot', 'Cool', 'Cold', 'Archive']

/** Redundancies that have the tier Archive. */
const archiving = /_(LRS|GRS|RAGRS)$/

/** Why a blob of this type cannot be in a tier. */
export function tierFault(type: StoredBlob['type'], tier: string, { account }: AccountContext): Answer | undefined {
  if (type === 'AppendBlob') {
    const message = 'The access tier is not supported for this blob type.'
    return blobRefusal(400, 'AccessTierNotSupportedForBlobType', message)
  }
  if (!tiers.includes(tier)) {
    return blobRefusal(400, 'InvalidHeaderValue', 'The value for one of the HTTP headers is not in the correct format.')
  }
  if (tier !== 'Archive' || archiving.test(accountSettings(account).get('account')!.sku.name)) return undefined
  const message = 'The access tier is not supported for the redundancy of the account.'
  return blobRefusal(409, 'BlobAccessTierNotSupportedForAccountType', message)
}

/** A blob as it is now: a rehydration that has ended has taken effect. */
export function currentBlob({ container, blob }: BlobCall, { account, clock }: AccountContext): StoredBlob | undefined {
  const stored = blobs(container)(account).get(blob)
  return stored && rehydrated(stored, clock())
}

export function rehydrated({ rehydration, ...stored }: StoredBlob, now: Date): StoredBlob {
  if (!rehydration) return stored
  return Date.parse(rehydration.readyAt) <= now.getTime()
    ? { ...stored, tier: rehydration.tier }
    : { ...stored, rehydration }
}

/** Why an archived blob cannot be read or changed. */
export const archiveFault = ({ tier }: StoredBlob): Answer | undefined =>
  tier === 'Archive'
    ? blobRefusal(409, 'BlobArchived', 'This operation is not permitted on an archived blob.')
    : undefined

/** Set Blob Tier: out of Archive it takes a while, and a policy does not forbid it. */
export function setTier(call: BlobCall, context: AccountContext): Answer {
  const stored = currentBlob(call, context)
  if (!stored) return blobMissing()
  const tier = header(call, 'x-ms-access-tier') ?? ''
  const fault = tierFault(stored.type, tier, context)
  if (fault) return fault
  if (stored.rehydration) return blobRefusal(409, 'BlobBeingRehydrated', 'The blob is being rehydrated.')
  const { account, clock, operationSeconds, state } = context
  const leaves = stored.tier === 'Archive' && tier !== 'Archive'
  const readyAt = new Date(clock().getTime() + operationSeconds * 1000).toISOString()
  const next = leaves ? { ...stored, rehydration: { tier, readyAt } } : { ...stored, tier }
  blobs(call.container)(account).set(call.blob, next)
  state.revision += 1
  return { status: leaves ? 202 : 200 }
}
