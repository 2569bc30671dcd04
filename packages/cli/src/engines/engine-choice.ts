import { type Diagnosed, nearest } from '@tripline/diagnostics'
import { commandReport } from '../command-line/command-report.ts'

/** Where `--engine` says that queries run. */
export type EngineChoice =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'workspace'; readonly name: string }
  /** `cluster` absent: the running emulator. */
  | { readonly kind: 'kusto'; readonly cluster?: string; readonly database: string }

/** An engine that is not the embedded one. */
export type RemoteChoice = Exclude<EngineChoice, { readonly kind: 'embedded' }>

const expected = 'embedded, workspace=NAME, kusto=URL/DATABASE or kusto=local'

/** Reads `embedded`, `workspace=prod`, `kusto=https://help.kusto.windows.net/Samples`, `kusto=http://localhost:8080`, `kusto=local`. */
export function readEngine(text: string): Diagnosed<EngineChoice> {
  const value = choiceOf(text)
  if (value) return { value, diagnostics: [] }
  const near = nearest(text, ['embedded', 'kusto=local'])
  return { diagnostics: [commandReport['option-value'](undefined, '--engine', text, expected, near)] }
}

function choiceOf(text: string): EngineChoice | undefined {
  if (text === 'embedded') return { kind: 'embedded' }
  const [, kind, rest] = /^(workspace|kusto)=(.+)$/s.exec(text) ?? []
  if (kind === 'workspace') return { kind, name: rest! }
  if (kind !== 'kusto') return undefined
  const [, local] = /^local(?:\/([^/]+))?$/.exec(rest!) ?? []
  if (/^local(\/|$)/.test(rest!)) return { kind, database: local ?? 'local' }
  if (!URL.canParse(rest!)) return undefined
  const { origin, pathname, protocol, hostname, search, username } = new URL(rest!)
  const database = decodeURIComponent(pathname.replace(/^\/|\/$/g, ''))
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
  if (!isSafe || search !== '' || username !== '' || database.includes('/')) return undefined
  // The Kusto emulator has one database, of that name.
  return { kind, cluster: origin, database: database === '' ? 'NetDefaultDB' : database }
}

export const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
