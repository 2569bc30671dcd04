import type { StorageCollections } from '@tripline/azure'
import { type ArmAnswer, answered, failed } from '@tripline/azure/answer'
import { type ContainerPolicy, readPolicy } from './container-policy.ts'

/** How a container is to be locked. */
export interface LockGoal {
  /** At least. */
  readonly days: number
  /** Whether a data export appends to it. */
  readonly isLanding: boolean
}

/** What locking a container takes, or why it must not be done. */
export type Lock = { readonly action: 'lock' | 'extend' | 'none' } | { readonly obstacle: string }

/** How often the service extends a locked policy. */
export const mostExtensions = 5

/** Decides what to do about a policy. What a lock makes final has to be right before. */
export function planLock(policy: ContainerPolicy | undefined, { days, isLanding }: LockGoal): Lock {
  if (!policy) return { obstacle: 'it has no immutability policy; run tripline archive apply' }
  // A locked policy without appends has already cut the export off.
  if (isLanding && !policy.allowsAppends) {
    return {
      obstacle: `its policy does not allow appends${policy.isLocked ? ', for ever' : ''}: the data export would be cut off`,
    }
  }
  if (!policy.isLocked) {
    return policy.days === days
      ? { action: 'lock' }
      : { obstacle: `its policy protects ${policy.days} days instead of ${days}; run tripline archive apply` }
  }
  if (policy.days >= days) return { action: 'none' }
  return policy.extensions < mostExtensions
    ? { action: 'extend' }
    : { obstacle: `its policy was extended ${mostExtensions} times, which is all the service allows` }
}

/**
 * Locks or extends the policy of a container, by `account/container`, if it is still the one that was looked at. What counts is
 * the policy as it is then: an answer may be lost.
 */
export async function lockContainer(
  storage: Pick<StorageCollections, 'blobContainers' | 'immutabilityPolicies'>,
  id: string,
  action: 'lock' | 'extend',
  { etag }: ContainerPolicy,
  days: number,
): Promise<ArmAnswer<ContainerPolicy>> {
  const { immutabilityPolicies } = storage
  const sent =
    action === 'lock' ? await immutabilityPolicies.lock(id, etag) : await immutabilityPolicies.extend(id, etag, days)
  const after = await readPolicy(storage, id)
  if (!after.ok) return sent.ok ? after : sent
  if (after.value?.isLocked && after.value.days >= days) return answered(after.value)
  return sent.ok ? failed('NotStored', 'the service accepted the lock but does not show it') : sent
}
