import type { TokenCredential } from '@azure/identity'
import { isRecord } from '@tripline/diagnostics'
import { requestIdIn } from '../answer/read-response.ts'
import { shown } from '../answer/service-message.ts'
import type { ArmClient } from './arm-client.ts'

/** What the service answered to a request that changes nothing. */
export interface Reading {
  /** Below the management endpoint, or the whole link to a further page. */
  readonly url: string
  readonly apiVersion?: string
  /** Milliseconds since 1970, by the clock of this machine. */
  readonly at: number
  readonly status: number
  readonly requestId?: string
  /** Who asked, as far as the token says. */
  readonly principal?: string
  readonly body: unknown
}

/** Takes each reading when it comes. */
export type Recorder = (reading: Reading) => void

/** A client, and its credential, whose readings are recorded. Opens the client with a credential that notes who asks. */
export function recordingClient(
  open: (credential: TokenCredential) => ArmClient,
  credential: TokenCredential,
  record: Recorder,
  now: () => number,
): ArmClient {
  let principal: string | undefined
  const client = open({
    async getToken(scopes, options) {
      const token = await credential.getToken(scopes, options)
      principal = token ? principalIn(token.token) : undefined
      return token
    },
  })
  return {
    async send(request) {
      const answer = await client.send(request)
      if (request.method === 'GET' && answer.ok) {
        const { url, apiVersion } = request
        const { status, body, header } = answer.value
        record({
          url,
          ...(apiVersion !== undefined && { apiVersion }),
          at: now(),
          status,
          ...requestIdIn(header),
          ...(principal !== undefined && { principal }),
          body,
        })
      }
      return answer
    },
  }
}

/** The user, application or object that a token is for; undefined if the token is opaque. */
export function principalIn(token: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    const named = isRecord(claims) ? (claims.upn ?? claims.unique_name ?? claims.appid ?? claims.oid) : undefined
    return typeof named === 'string' && named !== '' ? shown(named) : undefined
  } catch {
    return undefined
  }
}
