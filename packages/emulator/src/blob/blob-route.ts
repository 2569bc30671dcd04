import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from '../http/answer.ts'
import type { AccountContext } from '../http/route.ts'
import { policies, type StoredBlob } from '../state/account-collections.ts'

/** A request to the blob endpoint of a storage account. */
export interface BlobCall {
  /** Empty for the account, and for a container. */
  readonly container: string
  readonly blob: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

export interface BlobRoute {
  readonly level: 'account' | 'container' | 'blob'
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** The query parameter `comp`; empty without one. */
  readonly comp: string
  handle(call: BlobCall, context: AccountContext): Answer
}

/** The storage service's error document. */
export const blobRefusal = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'Content-Type': 'application/xml', 'x-ms-error-code': code },
  raw: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`,
})

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export const blobMissing = (): Answer => blobRefusal(404, 'BlobNotFound', 'The specified blob does not exist.')

/** A header that came once. */
export function header({ headers }: BlobCall, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

/** The metadata that a request sets: its headers `x-ms-meta-NAME`. */
export const sentMetadata = ({ headers }: BlobCall): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-ms-meta-') ? [[name.slice('x-ms-meta-'.length), String(value)]] : [],
    ),
  )

/** Whether a condition on etags fails: `If-Match`, `If-None-Match`. */
export function conditionFault(call: BlobCall, stored: StoredBlob | undefined): Answer | undefined {
  const [match, noneMatch] = [header(call, 'if-match'), header(call, 'if-none-match')]
  if (noneMatch === '*' && stored) return blobRefusal(409, 'BlobAlreadyExists', 'The specified blob already exists.')
  if (noneMatch !== undefined && noneMatch === stored?.etag) return unmet()
  return match === undefined || (stored && (match === '*' || match === stored.etag)) ? undefined : unmet()
}

const unmet = (): Answer =>
  blobRefusal(412, 'ConditionNotMet', 'The condition specified using HTTP conditional header(s) is not met.')

/** What a request would do to a blob that exists. */
export type BlobChange = 'overwrite' | 'append' | 'describe' | 'delete'

const dayMilliseconds = 24 * 3_600_000

/**
 * Whether the container's policy forbids a change. While it is in force nothing is changed or deleted, but for protected
 * appends; later blobs can be deleted and are still never overwritten. The time counts from the creation of a block blob and
 * from the last append to an append blob.
 */
export function immutabilityFault(
  change: BlobChange,
  { type, created, modified }: StoredBlob,
  container: string,
  { account, clock }: AccountContext,
): Answer | undefined {
  const policy = policies(account).get(container)
  if (!policy) return undefined
  if (change === 'append' && (policy.appends === 'all' || (policy.appends === 'append' && type === 'AppendBlob'))) {
    return undefined
  }
  const since = Date.parse(type === 'AppendBlob' ? modified : created)
  const expired = clock().getTime() >= since + policy.days * dayMilliseconds
  return change === 'delete' && expired
    ? undefined
    : blobRefusal(
        409,
        'BlobImmutableDueToPolicy',
        'This operation is not permitted as the blob is immutable due to a policy.',
      )
}
