import { openKeptFolder } from '@tripline/kql/analysis'
import type { Io } from '../process/io.ts'
import { type ResultStore, resultsIn } from '../test/kept/result-store.ts'
import { cacheLocation } from './cache-location.ts'
import { productVersion } from './product-version.ts'

/** Entries, one per test file, which take a few kilobytes. */
const most = 20_000

/** The results of earlier test runs. */
export function resultCache(io: Io): ResultStore | undefined {
  const location = cacheLocation(io, 'results')
  const version = location && productVersion()
  const folder = version === undefined ? undefined : openKeptFolder(location!, most, version)
  return folder && resultsIn(folder)
}
