import type { Resource } from '@tripline/azure'

/** What a workspace holds of one type, by key. */
export type StoredResources = ReadonlyMap<string, Resource>

/** Azure compares ids without case. */
export const keyOf = ({ id }: { readonly id: string }): string => id.toLowerCase()

export const byKey = (resources: readonly Resource[]): StoredResources =>
  new Map(resources.map(resource => [keyOf(resource), resource]))
