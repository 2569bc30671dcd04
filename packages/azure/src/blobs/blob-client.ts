import { toHttpHeadersLike } from '@azure/core-http-compat'
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline'
import type { TokenCredential } from '@azure/identity'
import { BlobServiceClient, type ContainerClient, type StoragePipelineOptions } from '@azure/storage-blob'
import { limits } from '../http/limits.ts'
import type { Clock, RequestBudget } from '../http/request-budget.ts'
import { boundedHttp } from '../http/service-http.ts'
import type { BlobAddress } from './blob-address.ts'

type StorageHttp = NonNullable<StoragePipelineOptions['httpClient']>

/** The stock client for a container; our own transport decides what is sent. */
export function blobClient(
  { url, ca }: BlobAddress,
  container: string,
  credential: TokenCredential,
  http: { readonly budget: RequestBudget; readonly clock: Clock },
): ContainerClient {
  const transport = boundedHttp(http, limits.blob)
  // Connections are shared by requests with the same object.
  const tls = ca === undefined ? undefined : { ca }
  const httpClient: StorageHttp = {
    async sendRequest(compat) {
      const { url, method, headers, body, streamResponseStatusCodes } = compat
      const request = createPipelineRequest({
        url,
        method,
        headers: createHttpHeaders(headers.toJson({ preserveCase: true })),
        body,
        ...(streamResponseStatusCodes && { streamResponseStatusCodes }),
      })
      if (tls) request.tlsSettings = tls
      const response = await transport.sendRequest(request)
      // By its own request the client knows how to read the answer.
      return { ...response, headers: toHttpHeadersLike(response.headers), request: compat }
    },
  }
  return new BlobServiceClient(url, credential, { httpClient, retryOptions: { maxTries: 1 } }).getContainerClient(
    container,
  )
}
