import type { Answer } from '../http/answer.ts'
import type { AccountContext, RouteContext } from '../http/route.ts'
import { containerName, writeContainer } from '../routes/blob-containers.ts'
import { accountNamed } from '../routes/storage-accounts.ts'
import { blobs, containers, policies, type StoredContainer } from '../state/account-collections.ts'
import { type BlobCall, type BlobRoute, blobRefusal, escaped, header, sentMetadata } from './blob-route.ts'
import { exportLogs } from './export-logs.ts'
import { getBlob, headBlob, listBlobs, xmlAnswer } from './read-blob.ts'
import { setTier } from './tier.ts'
import { appendBlock, deleteBlob, describe, putBlob, putBlock, putBlockList } from './write-blob.ts'

const containerHeaders = ({ etag, modified, metadata = {} }: StoredContainer): Readonly<Record<string, string>> => ({
  ETag: etag,
  'Last-Modified': new Date(modified).toUTCString(),
  ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value])),
})

function createContainer(call: BlobCall, context: AccountContext): Answer {
  const { container } = call
  if (!containerName.test(container)) {
    return blobRefusal(400, 'InvalidResourceName', 'The specified resource name contains invalid characters.')
  }
  if (containers(context.account).has(container)) {
    return blobRefusal(409, 'ContainerAlreadyExists', 'The specified container already exists.')
  }
  return { status: 201, headers: containerHeaders(writeContainer(container, context, sentMetadata(call))) }
}

const describeContainer = ({ container }: BlobCall, { account }: AccountContext): Answer => ({
  status: 200,
  headers: {
    ...containerHeaders(containers(account).get(container)!),
    'x-ms-has-immutability-policy': String(policies(account).has(container)),
    'x-ms-has-legal-hold': 'false',
  },
})

/** A container with a policy is only deleted through Resource Manager. */
function deleteContainer({ container }: BlobCall, { account, state }: AccountContext): Answer {
  if (policies(account).has(container)) {
    return blobRefusal(409, 'ContainerImmutableDueToPolicy', 'The container is immutable due to a policy.')
  }
  containers(account).delete(container)
  blobs(container)(account).clear()
  state.revision += 1
  return { status: 202 }
}

function listContainers(_: BlobCall, { account }: AccountContext): Answer {
  const items = [...containers(account).values()].map(
    ({ name, etag, modified }) =>
      `<Container><Name>${name}</Name><Properties><Last-Modified>${new Date(modified).toUTCString()}</Last-Modified><Etag>${escaped(etag)}</Etag></Properties></Container>`,
  )
  return xmlAnswer(`<EnumerationResults><Containers>${items.join('')}</Containers><NextMarker/></EnumerationResults>`)
}

const setProperties = describe((call, before) => ({
  contentType: header(call, 'x-ms-blob-content-type') ?? before.contentType,
}))

const blobRoutes: readonly BlobRoute[] = [
  { level: 'account', method: 'GET', comp: 'list', handle: listContainers },
  { level: 'container', method: 'PUT', comp: '', handle: createContainer },
  { level: 'container', method: 'GET', comp: '', handle: describeContainer },
  { level: 'container', method: 'HEAD', comp: '', handle: describeContainer },
  { level: 'container', method: 'DELETE', comp: '', handle: deleteContainer },
  { level: 'container', method: 'GET', comp: 'list', handle: listBlobs },
  { level: 'blob', method: 'PUT', comp: '', handle: putBlob },
  { level: 'blob', method: 'PUT', comp: 'appendblock', handle: appendBlock },
  { level: 'blob', method: 'PUT', comp: 'block', handle: putBlock },
  { level: 'blob', method: 'PUT', comp: 'blocklist', handle: putBlockList },
  { level: 'blob', method: 'PUT', comp: 'tier', handle: setTier },
  { level: 'blob', method: 'PUT', comp: 'metadata', handle: describe(call => ({ metadata: sentMetadata(call) })) },
  { level: 'blob', method: 'PUT', comp: 'properties', handle: setProperties },
  { level: 'blob', method: 'GET', comp: '', handle: getBlob },
  { level: 'blob', method: 'HEAD', comp: '', handle: headBlob },
  { level: 'blob', method: 'DELETE', comp: '', handle: deleteBlob },
]

/** A request to the blob endpoint, `/ACCOUNT/CONTAINER/BLOB`. */
export interface BlobRequest extends Pick<BlobCall, 'headers' | 'bytes'> {
  readonly method: string
  readonly url: URL
}

/** The answer of the blob endpoint; undefined where the path does not begin with a storage account. */
export async function respondBlob(request: BlobRequest, context: RouteContext): Promise<Answer | undefined> {
  const { method, url, headers, bytes } = request
  const [name = '', container = '', ...rest] = url.pathname.slice(1).split('/')
  const account = accountNamed(name, context)
  if (!account) return undefined
  await exportLogs({ ...context, account })
  const blob = decoded(rest.join('/'))
  if (blob === undefined) return blobRefusal(400, 'InvalidUri', 'The requested URI does not represent any resource.')
  const level = container === '' ? 'account' : blob === '' ? 'container' : 'blob'
  const comp = url.searchParams.get('comp') ?? ''
  const route = blobRoutes.find(one => one.level === level && one.method === method && one.comp === comp)
  if (!route) return blobRefusal(501, 'NotImplemented', `The emulator does not answer ${method} ${comp} here.`)
  const isCreation = level === 'container' && method === 'PUT'
  if (level !== 'account' && !isCreation && !containers(account).has(container)) {
    return blobRefusal(404, 'ContainerNotFound', 'The specified container does not exist.')
  }
  return route.handle({ container, blob, query: url.searchParams, headers, bytes }, { ...context, account })
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
