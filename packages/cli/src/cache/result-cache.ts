import { type KeptFolder, openKeptFolder } from '@tripline/kql/analysis'
import type { Io } from '../process/io.ts'
import { cacheLocation } from './cache-location.ts'
import { productVersion } from './product-version.ts'

/** Entries, one per test file, which take a few kilobytes. */
const most = 20_000

/** The results of earlier test runs. */
export function resultCache(io: Io): KeptFolder | undefined {
  const location = cacheLocation(io, 'results')
  const version = location && productVersion()
  return version === undefined ? undefined : openKeptFolder(location!, most, version)
}
