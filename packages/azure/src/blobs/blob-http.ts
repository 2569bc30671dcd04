import type { HttpClient } from '@azure/core-rest-pipeline'
import { limits } from '../http/limits.ts'
import { type Clock, openRequestBudget } from '../http/request-budget.ts'
import { boundedHttp } from '../http/service-http.ts'
import type { BlobAddress } from './blob-address.ts'

/** How the blobs of an account are reached, within the budget of a command that moves logs. */
export function blobHttp({ ca }: BlobAddress, clock: Clock): HttpClient {
  const bounded = boundedHttp({ clock, budget: openRequestBudget(clock, limits.archive) }, limits.blob)
  if (ca === undefined) return bounded
  // Connections are shared by requests with the same object.
  const tls = { ca }
  return {
    sendRequest(request) {
      request.tlsSettings = tls
      return bounded.sendRequest(request)
    },
  }
}
