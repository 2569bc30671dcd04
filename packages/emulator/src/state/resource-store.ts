import { createHash } from 'node:crypto'

/** A workspace or a storage account: what differs from a new one, by kind of resource. */
export interface ResourceStore {
  /** The ARM id, spelled as when it was created. */
  readonly id: string
  readonly collections: Map<string, Map<string, unknown>>
}

/** The resources of one kind in a store. Keys are lower-case, as ARM ids do not mind case. */
export type Collection<T> = (store: ResourceStore) => Map<string, T>

/** A kind of resource by the name under which it is saved; every kind so named survives a restart. */
export const collection =
  <T>(name: string): Collection<T> =>
  ({ collections }) => {
    const held = collections.get(name) ?? new Map<string, unknown>()
    collections.set(name, held)
    return held as Map<string, T>
  }

/** The GUID under which the query service knows the workspace: the same for the same ARM id. */
export function customerId({ id }: ResourceStore): string {
  const digest = createHash('sha256').update(id.toLowerCase()).digest('hex')
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}

/** A resource that is stored whole: what the caller set, plus what the service adds. */
export interface StoredResource {
  readonly name: string
  readonly kind?: string
  readonly etag: string
  readonly properties: Readonly<Record<string, unknown>>
}
