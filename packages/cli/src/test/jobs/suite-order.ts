import type { FilePath } from '@tripline/files'
import type { ReplayEnvironment } from '@tripline/replay'
import type { Table } from '@tripline/schemas'
import type { LogCacheLocation } from '../../cache/log-cache.ts'
import type { QueryCacheLocation } from '../../cache/open-query-cache.ts'

/** What test files are replayed with, as data that can be sent to another process. */
export interface ReplayWorld
  extends Pick<ReplayEnvironment, 'functions' | 'watchlists' | 'externalData' | 'root' | 'timeout' | 'describes'> {
  /** The tables that the project adds to the catalogue. */
  readonly tables: readonly Table[]
  /** Cases are replayed when this matches the path of their rule and their name. */
  readonly wanted: RegExp
  /** Whether the first case that does not pass is the last. */
  readonly bail?: boolean
  /** The path of a private folder for large logs, which processes share. */
  readonly logFolder: string
  readonly queryCache?: QueryCacheLocation | undefined
  readonly logCache?: LogCacheLocation | undefined
}

/** A test file to replay. */
export interface SuiteOrder {
  readonly file: FilePath
  /** Names of cases to leave out. */
  readonly except: ReadonlySet<string>
}
