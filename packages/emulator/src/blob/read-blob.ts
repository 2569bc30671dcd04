import type { Answer } from '../http/answer.ts'
import type { AccountContext } from '../http/route.ts'
import { blobs, type StoredBlob } from '../state/account-collections.ts'
import { type BlobCall, blobMissing, blobRefusal, conditionFault, escaped, header } from './blob-route.ts'
import { archiveFault, currentBlob, rehydrated } from './tier.ts'

const archiveStatus = ({ rehydration }: StoredBlob): string | undefined =>
  rehydration && `rehydrate-pending-to-${rehydration.tier.toLowerCase()}`

function headersOf(blob: StoredBlob): Record<string, string> {
  const status = archiveStatus(blob)
  return {
    ETag: blob.etag,
    'Last-Modified': new Date(blob.modified).toUTCString(),
    'Content-Type': blob.contentType,
    'Accept-Ranges': 'bytes',
    'x-ms-creation-time': new Date(blob.created).toUTCString(),
    'x-ms-blob-type': blob.type,
    'x-ms-lease-status': 'unlocked',
    'x-ms-lease-state': 'available',
    'x-ms-server-encrypted': 'true',
    ...(blob.md5 !== undefined && { 'Content-MD5': blob.md5 }),
    ...(blob.type === 'BlockBlob' && { 'x-ms-access-tier': blob.tier }),
    ...(blob.appended !== undefined && { 'x-ms-blob-committed-block-count': String(blob.appended) }),
    ...(status !== undefined && { 'x-ms-archive-status': status }),
    ...Object.fromEntries(Object.entries(blob.metadata).map(([name, value]) => [`x-ms-meta-${name}`, value])),
  }
}

/** Get Blob Properties: also of an archived blob. */
export function headBlob(call: BlobCall, context: AccountContext): Answer {
  const blob = currentBlob(call, context)
  if (!blob) return blobMissing()
  const fault = conditionFault(call, blob)
  return fault ?? { status: 200, headers: { ...headersOf(blob), 'Content-Length': String(blob.length) } }
}

/** Get Blob, whole or a range. */
export function getBlob(call: BlobCall, context: AccountContext): Answer {
  const blob = currentBlob(call, context)
  if (!blob) return blobMissing()
  const fault = conditionFault(call, blob) ?? archiveFault(blob)
  if (fault) return fault
  const whole = Buffer.concat(blob.bytes.map(id => context.bytes.read(id)))
  const range = header(call, 'x-ms-range') ?? header(call, 'range')
  if (range === undefined) return { status: 200, headers: headersOf(blob), raw: whole }
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? []
  if (first === undefined || Number(first) >= whole.length) {
    return blobRefusal(416, 'InvalidRange', 'The range specified is invalid for the current size of the resource.')
  }
  const part = whole.subarray(Number(first), last ? Number(last) + 1 : whole.length)
  const { 'Content-MD5': md5, ...headers } = headersOf(blob)
  const end = Number(first) + part.length - 1
  return {
    status: 206,
    headers: {
      ...headers,
      ...(md5 !== undefined && { 'x-ms-blob-content-md5': md5 }),
      'Content-Range': `bytes ${first}-${end}/${whole.length}`,
    },
    raw: part,
  }
}

const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`

function listed(blob: StoredBlob, withMetadata: boolean): string {
  const properties = [
    element('Creation-Time', new Date(blob.created).toUTCString()),
    element('Last-Modified', new Date(blob.modified).toUTCString()),
    element('Etag', blob.etag),
    element('Content-Length', String(blob.length)),
    element('Content-Type', blob.contentType),
    element('Content-MD5', blob.md5),
    element('BlobType', blob.type),
    element('AccessTier', blob.type === 'BlockBlob' ? blob.tier : undefined),
    element('ArchiveStatus', archiveStatus(blob)),
    element('LeaseStatus', 'unlocked'),
    element('LeaseState', 'available'),
    element('ServerEncrypted', 'true'),
  ]
  const metadata = Object.entries(blob.metadata).map(([name, value]) => element(name, value))
  return `<Blob>${element('Name', blob.name)}<Properties>${properties.join('')}</Properties>${
    withMetadata ? `<Metadata>${metadata.join('')}</Metadata>` : ''
  }</Blob>`
}

/** Blobs on one page of a list. */
const mostListed = 5000

/** List Blobs: in the order of their names, below a prefix, page by page, folder by folder under a delimiter. */
export function listBlobs({ container, query }: BlobCall, { account, clock }: AccountContext): Answer {
  const [prefix, delimiter, marker] = ['prefix', 'delimiter', 'marker'].map(name => query.get(name) ?? '')
  const wanted = query.get('maxresults') ?? String(mostListed)
  if (!/^[1-9]\d{0,8}$/.test(wanted)) {
    return blobRefusal(400, 'OutOfRangeQueryParameterValue', 'The value of maxresults is out of range.')
  }
  const size = Math.min(Number(wanted), mostListed)
  const names = [...blobs(container)(account).keys()].filter(name => name.startsWith(prefix!)).sort()
  const folderOf = (name: string): string | undefined => {
    const end = delimiter === '' ? -1 : name.indexOf(delimiter!, prefix!.length)
    return end < 0 ? undefined : name.slice(0, end + delimiter!.length)
  }
  const entries = [...new Set(names.map(name => folderOf(name) ?? name))].filter(name => name >= marker!)
  const withMetadata = (query.get('include') ?? '').split(',').includes('metadata')
  const items = entries.slice(0, size).map(name => {
    const blob = blobs(container)(account).get(name)
    return blob && folderOf(name) === undefined
      ? listed(rehydrated(blob, clock()), withMetadata)
      : `<BlobPrefix>${element('Name', name)}</BlobPrefix>`
  })
  return xmlAnswer(
    `<EnumerationResults ContainerName="${container}">${element('Prefix', prefix)}<Blobs>${items.join('')}</Blobs>${element(
      'NextMarker',
      entries[size] ?? '',
    )}</EnumerationResults>`,
  )
}

export const xmlAnswer = (xml: string): Answer => ({
  status: 200,
  headers: { 'Content-Type': 'application/xml' },
  raw: `<?xml version="1.0" encoding="utf-8"?>${xml}`,
})
