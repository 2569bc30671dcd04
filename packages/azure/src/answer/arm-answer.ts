/** Why a request failed. */
export interface ArmError {
  /** HTTP status; absent if no answer came (network, credentials, time). */
  readonly status?: number
  /** The service's code, or the SDK's name for what went wrong on this side. */
  readonly code: string
  readonly message: string
  /** Seconds the service asked to wait, when that is longer than this client waits by itself. */
  readonly retryAfter?: number
  /** By which the service's operators find the request. */
  readonly requestId?: string
}

/** An answer, or the reason there is none; nothing here is thrown. */
export type ArmAnswer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ArmError }

export const answered = <T>(value: T): ArmAnswer<T> => ({ ok: true, value })

export const failed = (code: string, message: string, status?: number): { ok: false; error: ArmError } => ({
  ok: false,
  error: { code, message, ...(status !== undefined && { status }) },
})

/** Apply a function to the value of an answer that has one. */
export const mapAnswer = <A, B>(answer: ArmAnswer<A>, to: (value: A) => ArmAnswer<B>): ArmAnswer<B> =>
  answer.ok ? to(answer.value) : answer
