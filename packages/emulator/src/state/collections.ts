import { collection, type StoredResource } from './world.ts'

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

export interface StoredRule extends StoredResource {
  readonly kind: string
}

/** What of the workspace itself differs from a new one. */
export interface WorkspaceSettings {
  readonly retentionInDays?: number
}

export const settings = collection<WorkspaceSettings>('settings')
export const alertRules = collection<StoredRule>('alertRules')
/** When rules were deleted, by id. */
export const deletedRules = collection<{ readonly at: string }>('deletedRules')
export const metadata = collection<StoredResource>('metadata')
export const savedSearches = collection<StoredResource>('savedSearches')
export const tables = collection<StoredRetention>('tables')
export const operations = collection<StoredOperation>('operations')
