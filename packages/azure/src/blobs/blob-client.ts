import { toHttpHeadersLike } from '@azure/core-http-compat'
import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline'
import type { TokenCredential } from '@azure/identity'
import { BlobServiceClient, type ContainerClient, type StoragePipelineOptions } from '@azure/storage-blob'
import type { BlobAddress } from './blob-address.ts'

type StorageHttp = NonNullable<StoragePipelineOptions['httpClient']>

/** The stock client for a container; the transport decides what is sent. */
export function blobClient(
  { url }: BlobAddress,
  container: string,
  credential: TokenCredential,
  transport: HttpClient,
): ContainerClient {
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
      const response = await transport.sendRequest(request)
      // By its own request the client knows how to read the answer.
      return { ...response, headers: toHttpHeadersLike(response.headers), request: compat }
    },
  }
  return new BlobServiceClient(url, credential, { httpClient, retryOptions: { maxTries: 1 } }).getContainerClient(
    container,
  )
}
