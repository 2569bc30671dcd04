import type { StorageCollections } from '@tripline/azure'
import { type ArmAnswer, answered, failed } from '@tripline/azure/answer'
import { recordOr } from '@tripline/diagnostics'

/** The time-based policy of a container. */
export interface ContainerPolicy {
  readonly days: number
  readonly isLocked: boolean
  /** Whether append blobs can still be appended to, as a data export does. */
  readonly allowsAppends: boolean
  /** How often it was extended since it was locked. */
  readonly extensions: number
  readonly etag: string
}

type Storage = Pick<StorageCollections, 'blobContainers' | 'immutabilityPolicies'>

/** The policy of a container, by `account/container`; undefined if it has none, or does not exist. */
export async function readPolicy(storage: Storage, id: string): Promise<ArmAnswer<ContainerPolicy | undefined>> {
  const [policy, container] = await Promise.all([storage.immutabilityPolicies.get(id), storage.blobContainers.get(id)])
  if (!policy.ok) return policy.error.status === 404 ? answered(undefined) : policy
  if (!container.ok) return container
  const { etag, properties } = policy.value
  // Without it, whatever is there would be locked.
  if (etag === undefined) return failed('InvalidResponse', 'the policy has no etag')
  const { immutabilityPeriodSinceCreationInDays: days, state, ...allowed } = properties
  const { updateHistory } = recordOr(container.value.properties.immutabilityPolicy)
  const updates = Array.isArray(updateHistory) ? updateHistory.map(recordOr) : []
  return answered({
    days: Number(days),
    isLocked: state === 'Locked',
    allowsAppends: allowed.allowProtectedAppendWrites === true || allowed.allowProtectedAppendWritesAll === true,
    extensions: updates.filter(({ update }) => update === 'extend').length,
    etag,
  })
}
