import { isRecord, recordOr } from '@tripline/diagnostics'
import type { RunRequest } from '@tripline/kql/engine'
import { parseDatetimeIso, parseTimespan, ticksPerMillisecond } from '@tripline/schemas'

/** What a client asks of the Kusto endpoint. */
export interface KustoRequest {
  /** Absent: the only one. */
  readonly database?: string
  /** A query, or a management command. */
  readonly text: string
  /** The properties of the request that change the answer. */
  readonly run: Pick<RunRequest, 'now' | 'window' | 'timeout'>
  /** Whether it may not change anything. */
  readonly isReadOnly: boolean
  /** Whether the primary table comes in pieces (v2). */
  readonly isFragmented: boolean
}

const isOn = (option: unknown): boolean => option === true || option === 'true'

type Options = Readonly<Record<string, unknown>>

/** Options that change no row; nothing is cached: https://learn.microsoft.com/kusto/api/rest/request-properties. */
const harmless = new Set([
  'client_max_redirect_count',
  'clientrequestid',
  'deferpartialqueryfailures',
  'norequesttimeout',
  'notruncation',
  'query_datascope',
  'query_results_cache_max_age',
  'query_weakconsistency_session_id',
  'queryconsistency',
  'request_app_name',
  'request_block_row_level_security',
  'request_callout_disabled',
  'request_description',
  'request_user',
  'results_error_reporting_placement',
  'results_progressive_enabled',
  'results_v2_newlines_between_frames',
  'validate_permissions',
])

/** Options that the emulator follows. */
const followed = new Set([
  'query_datetimescope_column',
  'query_datetimescope_from',
  'query_datetimescope_to',
  'query_language',
  'query_now',
  'request_readonly',
  'request_readonly_hardline',
  'results_v2_fragment_primary_tables',
  'servertimeout',
])

/** Reads `{ db, csl, properties }`; the result is a sentence if the emulator cannot do what it asks. */
export function readKustoRequest(body: unknown, now: bigint): KustoRequest | string {
  const { db, csl, properties } = recordOr(body)
  if (typeof csl !== 'string' || csl.trim() === '') return "The request has no 'csl'."
  if (db !== undefined && db !== null && typeof db !== 'string') return "The request's 'db' is not text."
  const read = readProperties(properties)
  if (typeof read === 'string') return read
  const { options: lowerCase = {}, Options: options = lowerCase, Parameters: parameters = {} } = read
  if (Object.keys(recordOr(parameters)).length > 0) return 'The emulator does not take query parameters.'
  const run = readOptions(recordOr(options), now)
  if (typeof run === 'string') return run
  const { request_readonly, request_readonly_hardline } = recordOr(options)
  return {
    ...(typeof db === 'string' && db !== '' && { database: db }),
    text: csl,
    run,
    isReadOnly: isOn(request_readonly) || isOn(request_readonly_hardline),
    isFragmented: recordOr(options).results_v2_fragment_primary_tables === true,
  }
}

/** Some clients send the properties as text. */
function readProperties(properties: unknown): Options | string {
  if (properties === undefined || properties === null || properties === '') return {}
  if (isRecord(properties)) return properties
  try {
    const read: unknown = JSON.parse(String(properties))
    if (isRecord(read)) return read
  } catch {}
  return "The request's 'properties' are not an object."
}

function readOptions(options: Options, now: bigint): KustoRequest['run'] | string {
  const unknown = Object.keys(options).find(name => !followed.has(name) && !harmless.has(name.toLowerCase()))
  if (unknown !== undefined) return `The emulator does not know the request property '${unknown}'.`
  const { query_language: language = 'csl', servertimeout, query_now } = options
  if (language !== 'csl' && language !== 'kql') return `The emulator does not know the language '${language}'.`
  const at = query_now === undefined ? now : instantOf(query_now)
  if (at === undefined) return `The request property 'query_now' is not a datetime.`
  const timeout = servertimeout === undefined ? undefined : parseTimespan(String(servertimeout))
  if (servertimeout !== undefined && timeout === undefined)
    return `The request property 'servertimeout' is not a timespan.`
  const window = readScope(options, at)
  if (typeof window === 'string') return window
  return {
    now: at,
    ...(timeout !== undefined && { timeout: Number(timeout / ticksPerMillisecond) }),
    ...(window && { window }),
  }
}

/** The range of times to which all tables are cut. */
function readScope(options: Options, at: bigint): RunRequest['window'] | string {
  const { query_datetimescope_column: column, query_datetimescope_from: from, query_datetimescope_to: to } = options
  if (column === undefined || (from === undefined && to === undefined)) return undefined
  if (column !== 'TimeGenerated') return `The emulator cuts tables by 'TimeGenerated' only, not by '${column}'.`
  const [start, end] = [from ?? '0001-01-01', to ?? '9999-12-31T23:59:59.9999999Z'].map(instantOf)
  if (start === undefined || end === undefined) return 'The range of times has no two datetimes.'
  return { by: 'TimeGenerated', from: start, to: end, visibleAt: at }
}

/** `2026-03-02T10:00:00Z`, or as in KQL: `datetime(2026-03-02)`. */
const instantOf = (value: unknown): bigint | undefined =>
  parseDatetimeIso(String(value).replace(/^\s*datetime\(\s*(.*?)\s*\)\s*$/, '$1'))
