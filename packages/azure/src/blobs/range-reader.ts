import {
  bearerTokenAuthenticationPolicy,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type PipelineResponse,
} from '@azure/core-rest-pipeline'
import type { TokenCredential } from '@azure/identity'
import { type ArmAnswer, type ArmError, answered } from '../answer/arm-answer.ts'
import { sdkError } from '../answer/sdk-error.ts'
import { shown } from '../answer/service-message.ts'

/** Reads bytes of a blob. */
export type RangeReader = (name: string, from: number, length: number) => Promise<ArmAnswer<Buffer>>

/** What the stock client sends. */
const apiVersion = '2026-04-06'
const scope = 'https://storage.azure.com/.default'

const partialContent: ReadonlySet<number> = new Set([206])

/**
 * Reads the blobs of a container, by its URL. A day of logs is hundreds of small files, of which the stock client would spend most
 * of its time on describing the answers.
 */
export function rangeReader(container: string, credential: TokenCredential, transport: HttpClient): RangeReader {
  const pipeline = createEmptyPipeline()
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }))
  return async (name, from, length) => {
    if (length === 0) return answered(Buffer.alloc(0))
    const request = createPipelineRequest({
      url: `${container}/${name.split('/').map(encodeURIComponent).join('/')}`,
      headers: createHttpHeaders({ 'x-ms-version': apiVersion, 'x-ms-range': `bytes=${from}-${from + length - 1}` }),
      streamResponseStatusCodes: partialContent as Set<number>,
    })
    try {
      const response = await pipeline.sendRequest(transport, request)
      return response.status === 206 ? answered(await bytesOf(response)) : { ok: false, error: refusal(response) }
    } catch (thrown) {
      return { ok: false, error: sdkError(thrown) }
    }
  }
}

async function bytesOf({ readableStreamBody }: PipelineResponse): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of readableStreamBody as AsyncIterable<Buffer>) chunks.push(chunk)
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

/** The service's code is in a header, and its sentence the first line of the message in the body, which is XML. */
function refusal({ status, headers, bodyAsText }: PipelineResponse): ArmError {
  const message = /<Message>([^<\r\n]+)/.exec(bodyAsText ?? '')?.[1]
  return {
    status,
    code: shown(headers.get('x-ms-error-code') ?? `Http${status}`),
    message: shown(message ?? `the service answered ${status} without saying why`),
  }
}
