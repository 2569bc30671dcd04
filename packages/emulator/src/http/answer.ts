/** What a route answers; the body may hold bigints, which are written as plain digits. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  /** A body that is not JSON, whose type the headers say. */
  readonly raw?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

export const ok = (body: unknown, status = 200): Answer => ({ status, body })

/** ARM's error document. */
export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
})

export const badRequest = (message: string): Answer => refusal(400, 'BadRequest', message)

/** A route's answer, or the reason why it refuses the request. */
export const answered = (fault: Answer | string): Answer => (typeof fault === 'string' ? badRequest(fault) : fault)
