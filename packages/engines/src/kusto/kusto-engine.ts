import { Agent } from 'node:https'
import { type azureCredential, type Clock, limits, retryAfter, shown } from '@tripline/azure'
import { recordOr } from '@tripline/diagnostics'
import { parseJson } from '@tripline/kql/engine'
import { formatDatetime } from '@tripline/schemas'
import { Client, ClientRequestProperties, CloudSettings, KustoConnectionStringBuilder } from 'azure-kusto-data'
import {
  instantsOf,
  type RemoteEngine,
  type RemoteFailure,
  type RemoteFault,
  type RemoteQuery,
  refused,
} from '../remote-engine.ts'
import { messageOf, readKustoAnswer } from './read-answer.ts'

export interface KustoAddress {
  /** Without a path. */
  readonly cluster: string
  readonly database: string
  /** Certificate (PEM) to trust besides the public ones. */
  readonly ca?: string
}

/**
 * A database of Azure Data Explorer, Fabric or the Kusto emulator, through the stock client, which sends tokens to Microsoft's
 * hosts alone. `credential`: absent for a cluster that asks for no token.
 */
export function kustoEngine(
  { cluster, database, ca }: KustoAddress,
  credential: ReturnType<typeof azureCredential> | undefined,
  clock: Clock,
): RemoteEngine {
  const builder = credential
    ? KustoConnectionStringBuilder.withTokenCredential(cluster, credential)
    : new KustoConnectionStringBuilder(cluster)
  // The stock client asks without the certificate where to sign in.
  if (!credential) CloudSettings.writeToCache(cluster)
  const client = new Client(builder)
  const { defaults } = client.axiosInstance
  defaults.maxContentLength = limits.result
  // The stock client would read numbers as JavaScript does, and lose digits of longs.
  defaults.transformResponse = [(text: unknown) => text]
  if (ca !== undefined) defaults.httpsAgent = new Agent({ ca, keepAlive: true })
  const answerTo = async (send: () => Promise<unknown>, retried: readonly number[]): Promise<Sent | RemoteFailure> => {
    for (let attempt = 1; ; attempt++) {
      const sent = await attempted(send)
      if (sent.ok) return sent
      const pause = attempt < limits.attempts ? pauseAfter(sent.failure, retried, attempt, clock.now()) : undefined
      if (pause === undefined) return failure(sent.failure)
      await clock.wait(pause)
    }
  }
  return {
    name: `kusto=${cluster}/${database}`,
    async run({ kql, ...query }) {
      const properties = queryProperties(query)
      const sent = await answerTo(() => client.executeQuery(database, kql, properties), [429, 503])
      return 'text' in sent ? readKustoAnswer(sent.text) : sent
    },
    async manage(command, timeout) {
      const properties = rawProperties(timeout)
      // After 503, the command may have been carried out.
      const sent = await answerTo(() => client.executeMgmt(database, command, properties), [429])
      return 'text' in sent ? { ok: true } : sent
    },
    close: () => client.close(),
  }
}

/** What the client threw. */
interface Failure {
  readonly status?: number
  /** The body of the answer, or what went wrong before there was one. */
  readonly text: string
  header(name: string): string | undefined
}

interface Sent {
  readonly ok: true
  readonly text: string
}

/** With `raw`, the client hands on what its transport gives: text. */
function rawProperties(timeout: number): ClientRequestProperties {
  const properties = new ClientRequestProperties()
  properties.raw = true
  properties.setTimeout(timeout)
  properties.setClientTimeout(timeout + limits.queryMargin)
  return properties
}

function queryProperties({ now, window, callsOut, timeout }: Omit<RemoteQuery, 'kql'>): ClientRequestProperties {
  const properties = rawProperties(timeout)
  // Rules come from strangers: they change nothing, and send nothing elsewhere.
  properties.setOption('request_readonly', true)
  if (!callsOut) properties.setOption('request_callout_disabled', true)
  if (now !== undefined) properties.setOption('query_now', formatDatetime(now))
  if (window) {
    const [from, to] = instantsOf(window)
    properties.setOption('query_datetimescope_column', 'TimeGenerated')
    properties.setOption('query_datetimescope_from', from)
    properties.setOption('query_datetimescope_to', to)
  }
  return properties
}

async function attempted(
  send: () => Promise<unknown>,
): Promise<Sent | { readonly ok: false; readonly failure: Failure }> {
  try {
    return { ok: true, text: String(await send()) }
  } catch (thrown) {
    return { ok: false, failure: failureOf(thrown) }
  }
}

/** Of what its transport throws, which the client wraps when it is throttled. */
function failureOf(thrown: unknown): Failure {
  const { inner = thrown } = recordOr(thrown)
  const { response } = inner as { readonly response?: unknown }
  const { status, data, headers } = recordOr(response)
  const { message } = inner as { readonly message?: unknown }
  return {
    ...(typeof status === 'number' && { status }),
    text: String(data ?? message ?? thrown),
    header(name) {
      const value = (headers as Readonly<Record<string, unknown>> | undefined)?.[name]
      return typeof value === 'string' ? value : undefined
    },
  }
}

/** Milliseconds until the next attempt; undefined if there is none. `retried`: statuses after which there is one. */
function pauseAfter(
  { status = 0, header }: Failure,
  retried: readonly number[],
  attempt: number,
  now: number,
): number | undefined {
  if (!retried.includes(status)) return undefined
  const asked = retryAfter({ get: header }, now) ?? limits.backoff * 2 ** (attempt - 1)
  return asked <= limits.pause ? asked : undefined
}

const faults: Readonly<Record<number, readonly [RemoteFault, string]>> = {
  401: ['denied', 'the cluster does not accept the sign-in'],
  403: ['denied', 'no permission to query the database'],
  404: ['missing', 'there is no such cluster or database'],
  429: ['throttled', 'the cluster has too many requests'],
}

function failure({ status, text }: Failure): RemoteFailure {
  const body = parseJson(text)
  const error = body instanceof Map ? body.get('error') : undefined
  const said = shown(error === undefined ? text : messageOf(error))
  if (status === undefined) return refused('unreachable', said)
  const [fault, sentence] = faults[status] ?? []
  if (fault) return refused(fault, error === undefined ? sentence! : `${sentence}: ${said}`)
  const code = error instanceof Map ? String(error.get('code')) : ''
  if (/EntityNotFound|DatabaseNotExist/.test(code)) return refused('missing', said)
  return refused(status === 400 ? 'refused' : 'unreachable', error === undefined ? `HTTP ${status}` : said)
}
