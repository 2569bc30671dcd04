import { type KeptFolder, openKeptFolder } from '@tripline/kql/analysis'
import type { Io } from '../process/io.ts'
import { type ResultStore, resultsIn } from '../test/kept/result-store.ts'
import { cacheLocation } from './cache-location.ts'
import { productVersion } from './product-version.ts'

/** Entries, one per test file or rule, which take a few kilobytes. */
const most = 20_000

/** The results of earlier test runs. */
export function resultCache(io: Io): ResultStore | undefined {
  const folder = keptFolder('results', io)
  return folder && resultsIn(folder)
}

/** The scores of rules in earlier runs of `coverage --mutate`. */
export const scoreFolder = (io: Io): KeptFolder | undefined => keptFolder('scores', io)

function keptFolder(name: 'results' | 'scores', io: Io): KeptFolder | undefined {
  const location = cacheLocation(io, name)
  const version = location && productVersion()
  return version === undefined ? undefined : openKeptFolder(location!, most, version)
}
