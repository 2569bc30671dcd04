import { isRecord } from '@tripline/diagnostics'
import type { ResourceStore } from './resource-store.ts'

/** Everything that the emulator remembers. */
export interface EmulatorState {
  /** Counts writes; etags and operation ids are made from it. */
  revision: number
  /** Workspaces by ARM id in lower case. */
  readonly workspaces: Map<string, ResourceStore>
  /** Storage accounts by ARM id in lower case. */
  readonly accounts: Map<string, ResourceStore>
}

const format = 'tripline-emulator-2'

/** Workspaces without any content, by ARM id. */
export const emptyState = (ids: readonly string[]): EmulatorState => ({
  revision: 0,
  workspaces: new Map(ids.map(id => [id.toLowerCase(), emptyStore(id)])),
  accounts: new Map(),
})

export const emptyStore = (id: string): ResourceStore => ({ id, collections: new Map() })

export function writeState({ revision, workspaces, accounts }: EmulatorState): string {
  return `${JSON.stringify({ format, revision, workspaces: saved(workspaces), accounts: saved(accounts) }, null, 1)}\n`
}

const saved = (stores: ReadonlyMap<string, ResourceStore>): readonly SavedStore[] =>
  [...stores.values()].map(({ id, collections }) => ({
    id,
    collections: Object.fromEntries([...collections].map(([name, held]) => [name, [...held]])),
  }))

/** The state that `writeState` wrote, with these workspaces at least; undefined for any other text. */
export function readState(text: string, ids: readonly string[]): EmulatorState | undefined {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(read) || read.format !== format) return undefined
  const { revision, workspaces, accounts = [] } = read
  if (typeof revision !== 'number' || !isSaved(workspaces) || !isSaved(accounts)) return undefined
  return {
    revision,
    workspaces: new Map([...emptyState(ids).workspaces, ...restored(workspaces)]),
    accounts: restored(accounts),
  }
}

const restored = (stores: readonly SavedStore[]): Map<string, ResourceStore> =>
  new Map(
    stores.map(({ id, collections }) => [
      id.toLowerCase(),
      { id, collections: new Map(Object.entries(collections).map(([name, entries]) => [name, new Map(entries)])) },
    ]),
  )

const isSaved = (value: unknown): value is readonly SavedStore[] => Array.isArray(value) && value.every(isSavedStore)

interface SavedStore {
  readonly id: string
  readonly collections: Readonly<Record<string, readonly [string, unknown][]>>
}

const isSavedStore = (value: unknown): value is SavedStore =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  isRecord(value.collections) &&
  Object.values(value.collections).every(entries => Array.isArray(entries) && entries.every(isEntry))

const isEntry = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && isRecord(value[1])

/** The next etag, in the service's form: its quotes are part of the value. */
export const nextEtag = (state: EmulatorState): string => `"${nextId(state)}"`

/** An id no other write of this state got. */
export function nextId(state: EmulatorState): string {
  state.revision += 1
  return `${state.revision.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
}
