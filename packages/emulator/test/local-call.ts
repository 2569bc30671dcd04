import { request } from 'node:https'
import { loadCatalogue } from '@tripline/schemas'
import { onTestFinished } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../src/index.ts'

export const workspace =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.OperationalInsights/workspaces/local'
export const accountId = (name: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/archive/providers/Microsoft.Storage/storageAccounts/${name}`
const storageVersion = '2025-01-01'
const preview = '2025-07-01-preview'
export const stable = '2025-09-01'
const tablesVersion = '2025-02-01'

/** The members of any answer that the tests look into. */
interface Document {
  readonly error: { readonly code: string; readonly message: string }
  readonly name: string
  readonly etag: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly value: readonly { readonly name: string }[]
  readonly nextLink: string
  readonly status: string
  readonly tables?: readonly { readonly rows: readonly unknown[][] }[]
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** What came, read as if it had every member; absent when no JSON came. */
  readonly body: Document
}

/** One request over HTTPS that trusts nothing but the emulator's certificate. */
export function send(
  { url, ca }: Pick<Emulator, 'url' | 'ca'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = { Authorization: 'Bearer any' },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, ca, headers }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: response.headers['content-type']?.includes('json') ? JSON.parse(text) : undefined,
        })
      })
    })
    sent.on('error', reject)
    sent.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body))
  })
}

/** Where the query service answers for a workspace. */
export async function queryPath(emulator: Emulator, id = workspace): Promise<string> {
  const { body } = await send(emulator, 'GET', `${id}?api-version=${tablesVersion}`)
  return `/v1/workspaces/${body.properties.customerId}/query`
}

export interface Local {
  readonly emulator: Emulator
  rule(method: string, id: string, body?: unknown, version?: string): Promise<Reply>
  rules(version?: string): Promise<Reply>
  table(method: string, name: string, properties?: unknown): Promise<Reply>
  /** The list when the name is empty. */
  metadata(method: string, name: string, body?: unknown, query?: Readonly<Record<string, string>>): Promise<Reply>
  savedSearch(method: string, id: string, body?: unknown): Promise<Reply>
  automationRule(method: string, id: string, body?: unknown, version?: string): Promise<Reply>
  watchlist(method: string, alias: string, body?: unknown): Promise<Reply>
  watchlistItem(method: string, alias: string, id: string, body?: unknown): Promise<Reply>
  dataExport(method: string, name: string, body?: unknown): Promise<Reply>
  /** A request below the path of a storage account; an empty rest is the account. */
  storage(method: string, account: string, rest: string, body?: unknown, ifMatch?: string): Promise<Reply>
  query(kql: string): Promise<Reply>
  /** Moves the clock. */
  pass(hours: number): void
}

/** An emulator for one test, at 2026-03-02T10:00:00Z. */
export async function local(options: Partial<EmulatorOptions> = {}): Promise<Local> {
  let now = Date.parse('2026-03-02T10:00:00Z')
  const started = await startEmulator({ catalogue: loadCatalogue(), clock: () => new Date(now), ...options })
  const emulator = started.value!
  onTestFinished(() => emulator.close())
  const sentinel = `${workspace}/providers/Microsoft.SecurityInsights`
  const rules = `${sentinel}/alertRules`
  const item = (collection: string, name: string, version: string, query: Readonly<Record<string, string>> = {}) => {
    const parameters = new URLSearchParams({ ...query, 'api-version': version })
    return `${collection}${name === '' ? '' : `/${encodeURIComponent(name)}`}?${parameters}`
  }
  return {
    emulator,
    rule: (method, id, body, version = preview) =>
      send(emulator, method, `${rules}/${id}?api-version=${version}`, body),
    rules: (version = preview) => send(emulator, 'GET', `${rules}?api-version=${version}`),
    table: (method, name, properties) =>
      send(
        emulator,
        method,
        item(`${workspace}/tables`, name, tablesVersion),
        properties === undefined ? undefined : { properties },
      ),
    metadata: (method, name, body, query) =>
      send(emulator, method, item(`${sentinel}/metadata`, name, stable, query), body),
    savedSearch: (method, id, body) =>
      send(emulator, method, item(`${workspace}/savedSearches`, id, tablesVersion), body),
    automationRule: (method, id, body, version = stable) =>
      send(emulator, method, item(`${sentinel}/automationRules`, id, version), body),
    watchlist: (method, alias, body) => send(emulator, method, item(`${sentinel}/watchlists`, alias, stable), body),
    watchlistItem: (method, alias, id, body) =>
      send(emulator, method, item(`${sentinel}/watchlists/${alias}/watchlistItems`, id, stable), body),
    dataExport: (method, name, body) =>
      send(emulator, method, item(`${workspace}/dataExports`, name, tablesVersion), body),
    storage: (method, account, rest, body, ifMatch) =>
      send(emulator, method, `${accountId(account)}${rest}?api-version=${storageVersion}`, body, {
        Authorization: 'Bearer any',
        ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
      }),
    query: async kql => send(emulator, 'POST', await queryPath(emulator), { query: kql }),
    pass: hours => {
      now += hours * 3_600_000
    },
  }
}

/** An account that takes exports and has the tier Archive. */
export const accountBody = (more: Readonly<Record<string, unknown>> = {}) => ({
  location: 'local',
  kind: 'StorageV2',
  sku: { name: 'Standard_GRS' },
  ...more,
})

/** The smallest body of a scheduled rule, and what the test adds. */
export const scheduledBody = (properties: Readonly<Record<string, unknown>> = {}, etag?: string) => ({
  kind: 'Scheduled',
  ...(etag !== undefined && { etag }),
  properties: {
    displayName: 'A rule',
    enabled: true,
    severity: 'High',
    query: 'SigninLogs | take 1',
    queryFrequency: 'PT5M',
    queryPeriod: 'PT1H',
    triggerOperator: 'GreaterThan',
    triggerThreshold: 0,
    suppressionEnabled: false,
    suppressionDuration: 'PT5H',
    ...properties,
  },
})
