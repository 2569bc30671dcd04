import { isAbsolute, join } from 'node:path'
import { openQueryCache, type QueryCache } from '@tripline/kql/engine'
import type { Io } from './io.ts'

/**
 * Where compiled queries are kept between runs: the user's own cache folder, never the project, whose files may be
 * someone else's. Without such a folder, or with `TRIPLINE_CACHE=off`, nothing is kept.
 */
export function queryCache({ env }: Io): QueryCache | undefined {
  if (env.TRIPLINE_CACHE === 'off') return undefined
  const folders = [env.XDG_CACHE_HOME, env.LOCALAPPDATA, env.HOME && join(env.HOME, '.cache')]
  const folder = folders.find(path => path !== undefined && isAbsolute(path))
  return folder === undefined ? undefined : openQueryCache(join(folder, 'tripline', 'queries'))
}
