import { parsed } from '@tripline/yaml'

/** An engine that is not the embedded one: a workspace of the project, or a database of a Kusto cluster. */
export type EngineAddress =
  | { readonly kind: 'workspace'; readonly name: string }
  /** `cluster` absent: the running emulator. */
  | { readonly kind: 'kusto'; readonly cluster?: string; readonly database: string }

export const engineForms = 'workspace=NAME, kusto=URL/DATABASE or kusto=local'

/** Reads `workspace=prod`, `kusto=https://help.kusto.windows.net/Samples`, `kusto=http://localhost:8080`, `kusto=local`. */
export function readEngineAddress(text: string): EngineAddress | undefined {
  const [, kind, rest] = /^(workspace|kusto)=(.+)$/s.exec(text) ?? []
  if (kind === 'workspace') return { kind, name: rest! }
  if (kind !== 'kusto') return undefined
  const [, local] = /^local(?:\/([^/]+))?$/.exec(rest!) ?? []
  if (/^local(\/|$)/.test(rest!)) return { kind, database: local ?? 'local' }
  if (!URL.canParse(rest!)) return undefined
  const { origin, pathname, protocol, hostname, search, username } = new URL(rest!)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
  const [, path] = /^\/?((?:[\w.-]|%20)*)\/?$/.exec(pathname) ?? []
  if (!isSafe || search !== '' || username !== '' || path === undefined) return undefined
  const database = path.replaceAll('%20', ' ')
  // The Kusto emulator has one database, of that name.
  return { kind, cluster: origin, database: database === '' ? 'NetDefaultDB' : database }
}

export const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

/** By which `--engine` finds it; the embedded engine has a name already. */
export const isEngineName = (name: string): boolean => /^[A-Za-z][\w-]{0,99}$/.test(name) && name !== 'embedded'

export const engineAddress = parsed(engineForms, readEngineAddress)
