import { isAbsolute, join } from 'node:path'
import type { Io } from './io.ts'

/**
 * Where results are kept between runs: the user's own cache folder, never the project, whose files may be someone else's.
 * Without such a folder, or with `TRIPLINE_CACHE=off`, nothing is kept.
 */
export function cacheFolder({ env }: Io, name: 'queries' | 'analyses'): string | undefined {
  if (env.TRIPLINE_CACHE === 'off') return undefined
  const folders = [env.XDG_CACHE_HOME, env.LOCALAPPDATA, env.HOME && join(env.HOME, '.cache')]
  const folder = folders.find(path => path !== undefined && isAbsolute(path))
  return folder === undefined ? undefined : join(folder, 'tripline', name)
}
