import { type CacheLocation, type KeptFolder, openKeptFolder } from '@tripline/kql/analysis'
import type { Io } from '../process/io.ts'
import { cacheLocation } from './cache-location.ts'
import { productVersion } from './product-version.ts'

/** Two entries per log, of at most 128 MB. */
const most = 32

/** Where large logs are cached as the database reads them, by the version of the product. */
export interface LogCacheLocation {
  readonly logs: CacheLocation
  readonly version: string
}

export function logCacheLocation(io: Io): LogCacheLocation | undefined {
  const logs = cacheLocation(io, 'logs')
  const version = logs && productVersion()
  return version === undefined ? undefined : { logs: logs!, version }
}

export const openLogCacheAt = ({ logs, version }: LogCacheLocation): KeptFolder | undefined =>
  openKeptFolder(logs, most, version)
