import type { StoredPolicy } from '../state/account-collections.ts'

/** A policy as the service publishes it. */
export const policyProperties = ({ days, locked, appends }: StoredPolicy) => ({
  immutabilityPeriodSinceCreationInDays: days,
  state: locked ? 'Locked' : 'Unlocked',
  ...(appends === 'append' && { allowProtectedAppendWrites: true }),
  ...(appends === 'all' && { allowProtectedAppendWritesAll: true }),
})
