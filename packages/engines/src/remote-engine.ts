import type { Rows } from '@tripline/kql/engine'
import { formatDatetime } from '@tripline/schemas'

/** A query for an engine elsewhere. */
export interface RemoteQuery {
  readonly kql: string
  /** The value of `now()` (ticks). */
  readonly now?: bigint
  /** Only rows with TimeGenerated in [from, to) are seen, of tables that have it (ticks). */
  readonly window?: { readonly from: bigint; readonly to: bigint }
  /** Whether it may read what is outside the engine. */
  readonly callsOut?: boolean
  /** Milliseconds. */
  readonly timeout: number
}

/** The first and the last instant of a window, which services include. */
export const instantsOf = ({ from, to }: { readonly from: bigint; readonly to: bigint }): readonly [string, string] => [
  formatDatetime(from),
  formatDatetime(to - 1n),
]

/**
 * Why an engine did not answer. `refused`: it does not run the query; `limit`: the result, or the query, is too large for it;
 * `denied`: no permission; `missing`: no such database or workspace; `throttled`: too many requests, after waiting; `unreachable`:
 * no answer that can be read.
 */
export type RemoteFault = 'refused' | 'limit' | 'denied' | 'missing' | 'throttled' | 'unreachable'

export type RemoteAnswer = { readonly ok: true; readonly rows: Rows } | RemoteFailure

/** What became of a command. */
export type RemoteOutcome = { readonly ok: true } | RemoteFailure

export interface RemoteFailure {
  readonly ok: false
  readonly fault: RemoteFault
  readonly message: string
}

/** An engine elsewhere. It gets no data but what the query says. */
export interface RemoteEngine {
  /** For messages: `kusto=https://help.kusto.windows.net/Samples`. */
  readonly name: string
  run(query: RemoteQuery): Promise<RemoteAnswer>
  /** Carries out a management command within this many milliseconds; absent where the engine has none. */
  readonly manage?: (command: string, timeout: number) => Promise<RemoteOutcome>
  close(): void
}

export const refused = (fault: RemoteFault, message: string): RemoteFailure => ({ ok: false, fault, message })
