import { isAbsolute, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** The folder of the user's caches. */
export const cacheHome = (env: Environment): string | undefined =>
  firstAbsolute(env.XDG_CACHE_HOME, env.LOCALAPPDATA, env.HOME && join(env.HOME, '.cache'))

/** The folder for the state of the user's programs. */
export const stateHome = (env: Environment): string | undefined =>
  firstAbsolute(env.XDG_STATE_HOME, env.APPDATA, env.HOME && join(env.HOME, '.local/state'))

const firstAbsolute = (...paths: readonly (string | undefined)[]): string | undefined =>
  paths.find(path => path !== undefined && isAbsolute(path))
