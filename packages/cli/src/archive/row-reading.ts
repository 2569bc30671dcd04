import type { VaultReader } from '@tripline/archive'
import type { Diagnostic } from '@tripline/diagnostics'
import type { TemporaryFolder } from '@tripline/files'
import type { Database, DatabasesByLogs, Dataset } from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'

/** Archived rows as queries read them. */
export interface ReadRows {
  /** Has the rows, or can read them. */
  readonly database: Database
  readonly data: Required<Pick<Dataset, 'tables' | 'logs'>>
  readonly diagnostics: readonly Diagnostic[]
}

/** What is needed to read archived rows. */
export interface RowReading {
  readonly vault: VaultReader
  readonly catalogue: Catalogue
  /** Takes the unpacked rows. */
  readonly folder: TemporaryFolder
  readonly databases: DatabasesByLogs
}
