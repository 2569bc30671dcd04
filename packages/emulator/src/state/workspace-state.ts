/** A rule as stored: what the caller set, plus what the service adds. */
export interface StoredRule {
  readonly id: string
  readonly kind: string
  readonly etag: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** Days; null follows the default: the workspace's retention, and the interactive one for the total. */
export interface StoredRetention {
  /** Absent: Analytics. */
  readonly plan?: string
  readonly retentionInDays: number | null
  readonly totalRetentionInDays: number | null
}

/** A table change that is in force from `readyAt` on. */
export interface StoredOperation {
  readonly id: string
  readonly table: string
  readonly retention: StoredRetention
  readonly startedAt: string
  readonly readyAt: string
}

/** Everything that differs from a new workspace. Keys of rules are lower-case, as ids do not mind case. */
export interface WorkspaceState {
  /** Counts writes; etags and operation ids are made from it. */
  revision: number
  readonly rules: Map<string, StoredRule>
  /** Rule id -> when it was deleted. */
  readonly deletedRules: Map<string, string>
  readonly tables: Map<string, StoredRetention>
  readonly operations: Map<string, StoredOperation>
}

export const emptyState = (): WorkspaceState => ({
  revision: 0,
  rules: new Map(),
  deletedRules: new Map(),
  tables: new Map(),
  operations: new Map(),
})

const format = 'tripline-emulator-1'

export function writeState({ revision, rules, deletedRules, tables, operations }: WorkspaceState): string {
  const maps = { rules, deletedRules, tables, operations }
  const entries = Object.entries(maps).map(([name, map]) => [name, [...map]])
  return `${JSON.stringify({ format, revision, ...Object.fromEntries(entries) }, null, 1)}\n`
}

/** The state that `writeState` wrote; undefined for any other text. */
export function readState(text: string): WorkspaceState | undefined {
  let saved: Record<string, unknown>
  try {
    saved = JSON.parse(text)
  } catch {
    return undefined
  }
  const { revision } = saved
  if (saved.format !== format || typeof revision !== 'number') return undefined
  const map = <T>(name: string): Map<string, T> => new Map(saved[name] as [string, T][])
  return {
    revision,
    rules: map('rules'),
    deletedRules: map('deletedRules'),
    tables: map('tables'),
    operations: map('operations'),
  }
}

/** The next etag, in the service's form: its quotes are part of the value. */
export const nextEtag = (state: WorkspaceState): string => `"${nextId(state)}"`

/** An id no other write of this state got. */
export function nextId(state: WorkspaceState): string {
  state.revision += 1
  return `${state.revision.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
}
