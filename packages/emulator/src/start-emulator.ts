import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Diagnosed } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { StoredFunction } from '@tripline/kql/compile'
import type { ExternalText, TypedWatchlist } from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'
import { localCertificate } from './http/certificate.ts'
import { type Faults, seededChance } from './http/faults.ts'
import { rateLimits } from './http/rate-limits.ts'
import type { RouteContext } from './http/route.ts'
import { type Exchange, requestHandler } from './http/serve.ts'
import { provideAccount } from './service/provide-account.ts'
import { withSentinelFunctions } from './service/sentinel-functions.ts'
import { workspaceNames } from './service/workspace-names.ts'
import { byteStore } from './state/byte-store.ts'
import { emulatorReport } from './state/emulator-report.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import { savedState, stateSaver, unusableFolder } from './state/saved-state.ts'
import { type EmulatorEndpoint, removeEndpoint, writeEndpoint } from './state/state-folder.ts'
import { openWorkspaceLogs } from './state/workspace-logs.ts'

export interface EmulatorOptions {
  /** The ARM ids of the workspaces that exist; `PUT` creates others. One, `local`, by default. */
  readonly workspaces?: readonly string[]
  /** Names of storage accounts that exist, in the resource group of the workspace `local`; `PUT` creates others. */
  readonly storageAccounts?: readonly string[]
  /** The tables that every workspace has. */
  readonly catalogue: Catalogue
  /** Tables that recorded logs may be of; those that every workspace has by default. */
  readonly recorded?: Catalogue
  /** Functions and watchlists that all have, and what externaldata reads for a URL. */
  readonly functions?: readonly StoredFunction[]
  readonly watchlists?: readonly TypedWatchlist[]
  readonly externalData?: readonly ExternalText[]
  readonly clock: () => Date
  /** Any free one by default. */
  readonly port?: number
  /** What it remembers to begin with, instead of what `stateDir` holds. The contents of blobs are not part of it. */
  readonly state?: EmulatorState
  /** Stores the state of the emulator and its address for other processes. */
  readonly stateDir?: FilePath
  /** Recorded logs that the query endpoint answers from, `<Table>.<format>`; by default, all tables are empty. */
  readonly dataDir?: FilePath
  /** Resources on one page of a list; 100 by default. */
  readonly pageSize?: number
  /** Seconds that a long-running operation takes; 0 by default. */
  readonly operationSeconds?: number
  /** Whether answers that begin an operation say where to follow it; true by default, older api-versions need not. */
  readonly linksOperations?: boolean
  /** Whether two rules of the same name are refused, as the documentation has it; true by default. */
  readonly uniqueNames?: boolean
  /** What goes wrong by chance, and the seed that decides when. */
  readonly faults?: Faults
  readonly seed?: number
  /** Whether the limits of Resource Manager on requests per second hold. */
  readonly rateLimits?: boolean
  /** The Retry-After with which a request is to be refused, if it is. */
  readonly throttle?: (method: string, path: string) => number | undefined
  readonly onExchange?: (exchange: Exchange) => void
}

export interface Emulator extends EmulatorEndpoint {
  /** A copy of what it remembers now, with which another may begin. */
  state(): EmulatorState
  close(): Promise<void>
}

/** The ARM id of a workspace on this machine. */
export const localWorkspace = (name: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.OperationalInsights/workspaces/${name}`

/** Start the emulator on 127.0.0.1 over HTTPS. */
export async function startEmulator(options: EmulatorOptions): Promise<Diagnosed<Emulator>> {
  const {
    workspaces = [localWorkspace('local')],
    storageAccounts = [],
    catalogue,
    recorded = catalogue,
    functions = [],
    watchlists = [],
    externalData = [],
    clock,
    port = 0,
    stateDir,
    dataDir,
    pageSize = 100,
    operationSeconds = 0,
    linksOperations = true,
    uniqueNames = true,
    faults = {},
    seed = 1,
  } = options
  const { value: state, diagnostics } = options.state
    ? { value: structuredClone(options.state), diagnostics: [] }
    : savedState(stateDir, workspaces)
  if (!state) return { diagnostics }
  for (const name of storageAccounts) provideAccount(name, state, clock)
  const logs = await openWorkspaceLogs(recorded, dataDir)
  if (!logs.value) return { diagnostics: logs.diagnostics }

  const { key, cert } = await localCertificate()
  const server = createServer({ key, cert })
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    return { diagnostics: [emulatorReport['emulator-cannot-listen'](undefined, port, (error as Error).message)] }
  }
  const endpoint = { ca: cert, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` }
  const context: RouteContext = {
    state,
    names: workspaceNames({ catalogue, functions: withSentinelFunctions(functions), watchlists, externalData }),
    logs: logs.value,
    made: new Map(),
    clock,
    origin: endpoint.url,
    operationSeconds,
    linksOperations,
    uniqueNames,
    pageSize,
    chance: seededChance(faults, seed),
    bytes: byteStore(stateDir),
    created: new Map(),
  }
  const handle = requestHandler({
    context,
    limits: options.rateLimits ? rateLimits(clock) : undefined,
    throttle: options.throttle,
    onExchange: options.onExchange,
    save: stateDir === undefined ? () => {} : stateSaver(stateDir, state),
  })
  server.on('request', (request, response) => {
    // Only broken connections get here, with nobody left to answer.
    handle(request, response).catch(() => response.destroy())
  })
  const close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
    await context.logs.close()
  }
  try {
    if (stateDir !== undefined) writeEndpoint(stateDir, endpoint)
  } catch (error) {
    await close()
    return { diagnostics: [unusableFolder(stateDir!, error)] }
  }

  return {
    value: {
      ...endpoint,
      state: () => structuredClone(state),
      async close() {
        if (stateDir !== undefined) removeEndpoint(stateDir, endpoint)
        await close()
      },
    },
    diagnostics: logs.diagnostics,
  }
}
