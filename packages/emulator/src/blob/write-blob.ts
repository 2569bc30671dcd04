import { createHash } from 'node:crypto'
import type { Answer } from '../http/answer.ts'
import type { AccountContext } from '../http/route.ts'
import { blobs, type StoredBlob, stagedBlocks } from '../state/account-collections.ts'
import { nextEtag, nextId } from '../state/emulator-state.ts'
import {
  type BlobCall,
  blobMissing,
  blobRefusal,
  conditionFault,
  header,
  immutabilityFault,
  sentMetadata,
} from './blob-route.ts'
import { archiveFault, currentBlob, tierFault } from './tier.ts'

const md5Of = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64')

/** Whether the bytes are not those whose hash the request carries. */
const hashFault = (call: BlobCall, names: readonly string[]): Answer | undefined =>
  names.every(name => [undefined, md5Of(call.bytes)].includes(header(call, name)))
    ? undefined
    : blobRefusal(400, 'Md5Mismatch', 'The MD5 value specified in the request did not match that of the content.')

function stored(bytes: Buffer, { state, bytes: store }: AccountContext): string {
  const id = nextId(state)
  store.write(id, bytes)
  return id
}

/** Why nothing may be written under the name. */
function overwriteFault(call: BlobCall, context: AccountContext): Answer | undefined {
  const before = currentBlob(call, context)
  return (
    conditionFault(call, before) ??
    (before && (archiveFault(before) ?? immutabilityFault('overwrite', before, call.container, context)))
  )
}

type Content = Pick<StoredBlob, 'type' | 'bytes' | 'length' | 'md5' | 'appended'>

/** Stores a whole blob, instead of one of that name if there is one. */
function writeWhole(call: BlobCall, context: AccountContext, content: Content, tier: string): Answer {
  const { account, state, clock, bytes } = context
  const held = blobs(call.container)(account)
  for (const id of held.get(call.blob)?.bytes ?? []) bytes.remove(id)
  const now = clock().toISOString()
  const blob: StoredBlob = {
    name: call.blob,
    etag: nextEtag(state),
    created: now,
    modified: now,
    contentType: header(call, 'x-ms-blob-content-type') ?? header(call, 'content-type') ?? 'application/octet-stream',
    metadata: sentMetadata(call),
    tier,
    ...content,
  }
  held.set(call.blob, blob)
  return written(blob)
}

const written = ({ etag, modified, md5 }: StoredBlob, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 201,
  headers: {
    ETag: etag,
    'Last-Modified': new Date(modified).toUTCString(),
    ...(md5 !== undefined && { 'Content-MD5': md5 }),
    'x-ms-request-server-encrypted': 'true',
    ...headers,
  },
})

/** Put Blob: a block blob of one piece, or an append blob without content. */
export function putBlob(call: BlobCall, context: AccountContext): Answer {
  const type = header(call, 'x-ms-blob-type')
  if (type !== 'BlockBlob' && type !== 'AppendBlob') {
    return blobRefusal(400, 'InvalidHeaderValue', 'The emulator has block blobs and append blobs.')
  }
  if (header(call, 'x-ms-copy-source') !== undefined) {
    return blobRefusal(501, 'NotImplemented', 'The emulator does not copy blobs.')
  }
  const tier = header(call, 'x-ms-access-tier')
  const fault =
    (tier === undefined ? undefined : tierFault(type, tier, context)) ??
    hashFault(call, ['content-md5', 'x-ms-blob-content-md5']) ??
    overwriteFault(call, context)
  if (fault) return fault
  if (type === 'AppendBlob') {
    return call.bytes.length > 0
      ? blobRefusal(400, 'InvalidHeaderValue', 'An append blob is created without content.')
      : writeWhole(call, context, { type, bytes: [], length: 0, appended: 0 }, 'Hot')
  }
  const content: Content = {
    type,
    bytes: [stored(call.bytes, context)],
    length: call.bytes.length,
    md5: md5Of(call.bytes),
  }
  return writeWhole(call, context, content, tier ?? 'Hot')
}

/** Appends to one blob. */
const mostAppends = 50_000

/** Append Block. */
export function appendBlock(call: BlobCall, context: AccountContext): Answer {
  const before = currentBlob(call, context)
  if (!before) return blobMissing()
  if (before.type !== 'AppendBlob')
    return blobRefusal(409, 'InvalidBlobType', 'The blob type is invalid for this operation.')
  const position = header(call, 'x-ms-blob-condition-appendpos')
  const largest = header(call, 'x-ms-blob-condition-maxsize')
  const fault =
    hashFault(call, ['content-md5']) ??
    conditionFault(call, before) ??
    immutabilityFault('append', before, call.container, context)
  if (fault) return fault
  if (position !== undefined && Number(position) !== before.length) {
    return blobRefusal(412, 'AppendPositionConditionNotMet', 'The append position condition specified was not met.')
  }
  if (largest !== undefined && before.length + call.bytes.length > Number(largest)) {
    return blobRefusal(412, 'MaxBlobSizeConditionNotMet', 'The max blob size condition specified was not met.')
  }
  const { appended = 0 } = before
  if (appended >= mostAppends) {
    return blobRefusal(409, 'BlockCountExceedsLimit', 'The committed block count cannot exceed the maximum limit.')
  }
  const next: StoredBlob = {
    ...before,
    etag: nextEtag(context.state),
    modified: context.clock().toISOString(),
    length: before.length + call.bytes.length,
    appended: appended + 1,
    bytes: [...before.bytes, stored(call.bytes, context)],
  }
  blobs(call.container)(context.account).set(call.blob, next)
  return written(next, {
    'x-ms-blob-append-offset': String(before.length),
    'x-ms-blob-committed-block-count': String(appended + 1),
  })
}

/** Put Block: not part of the blob before the list of its blocks is committed. */
export function putBlock(call: BlobCall, context: AccountContext): Answer {
  const id = call.query.get('blockid')
  if (!id) return blobRefusal(400, 'InvalidQueryParameterValue', 'A block needs an id.')
  const fault = hashFault(call, ['content-md5'])
  if (fault) return fault
  const staged = stagedBlocks(call.container)(context.account)
  const blocks = staged.get(call.blob)?.blocks ?? {}
  const block = { bytes: stored(call.bytes, context), length: call.bytes.length }
  staged.set(call.blob, { blocks: { ...blocks, [id]: block } })
  return { status: 201, headers: { 'Content-MD5': md5Of(call.bytes) } }
}

/** Put Block List: the hash of the whole is kept as it is given, and not checked. */
export function putBlockList(call: BlobCall, context: AccountContext): Answer {
  const tier = header(call, 'x-ms-access-tier')
  const fault =
    (tier === undefined ? undefined : tierFault('BlockBlob', tier, context)) ?? overwriteFault(call, context)
  if (fault) return fault
  const staged = stagedBlocks(call.container)(context.account)
  const blocks = staged.get(call.blob)?.blocks ?? {}
  const listed = [...call.bytes.toString('utf8').matchAll(/<(?:Latest|Uncommitted)>([^<]*)</g)].map(([, id]) => id!)
  const chosen = listed.map(id => (Object.hasOwn(blocks, id) ? blocks[id] : undefined))
  if (chosen.some(block => block === undefined)) {
    return blobRefusal(400, 'InvalidBlockList', 'The specified block list is invalid.')
  }
  const md5 = header(call, 'x-ms-blob-content-md5')
  const content: Content = {
    type: 'BlockBlob',
    bytes: chosen.map(block => block!.bytes),
    length: chosen.reduce((sum, block) => sum + block!.length, 0),
    ...(md5 !== undefined && { md5 }),
  }
  staged.delete(call.blob)
  return writeWhole(call, context, content, tier ?? 'Hot')
}

/** Set Blob Metadata and Set Blob Properties. */
export const describe =
  (changed: (call: BlobCall, before: StoredBlob) => Partial<StoredBlob>) =>
  (call: BlobCall, context: AccountContext): Answer => {
    const before = currentBlob(call, context)
    if (!before) return blobMissing()
    const fault =
      conditionFault(call, before) ??
      archiveFault(before) ??
      immutabilityFault('describe', before, call.container, context)
    if (fault) return fault
    const modified = context.clock().toISOString()
    const next = { ...before, ...changed(call, before), etag: nextEtag(context.state), modified }
    blobs(call.container)(context.account).set(call.blob, next)
    return { ...written(next), status: 200 }
  }

/** Delete Blob. */
export function deleteBlob(call: BlobCall, context: AccountContext): Answer {
  const before = currentBlob(call, context)
  if (!before) return blobMissing()
  const fault = conditionFault(call, before) ?? immutabilityFault('delete', before, call.container, context)
  if (fault) return fault
  blobs(call.container)(context.account).delete(call.blob)
  for (const id of before.bytes) context.bytes.remove(id)
  context.state.revision += 1
  return { status: 202 }
}
