import { request } from 'node:https'
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob'
import { type Emulator, startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { handClock } from '@tripline/testkit'
import { onTestFinished } from 'vitest'
import { type BlobStore, localBlobs, openBlobStore } from '../../src/blobs/open-blob-store.ts'
import { localCredential } from '../../src/index.ts'

/** A container of an account of an emulator, as our client and the stock one see it. */
export interface EmulatedAccount {
  readonly store: BlobStore
  readonly stock: ContainerClient
  /** Lets the next answer get lost, after the request was carried out. */
  lose(): void
  /** A request below the path of the account. */
  arm(method: string, rest: string, body: unknown): Promise<void>
}

export async function emulatedAccount(): Promise<EmulatedAccount> {
  const clock = handClock()
  const faults: { dropAfter?: number } = {}
  const { value } = await startEmulator({ catalogue: loadCatalogue(), clock: () => new Date(clock.now()), faults })
  const emulator = value!
  onTestFinished(() => emulator.close())
  const lose = () => {
    faults.dropAfter = 1
  }
  // What is waited for is the next attempt.
  const found = {
    ...clock,
    wait: async (milliseconds: number) => {
      delete faults.dropAfter
      await clock.wait(milliseconds)
    },
  }
  const arm = (method: string, rest: string, body: unknown) => send(emulator, method, `${account}${rest}`, body)
  await arm('PUT', '', { location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } })
  await arm('PUT', '/blobServices/default/containers/vault', {})
  const address = localBlobs('archive', emulator)
  const service = new BlobServiceClient(address.url, localCredential, { tlsOptions: { ca: emulator.ca } } as object)
  return {
    store: openBlobStore(address, 'vault', localCredential, found),
    stock: service.getContainerClient('vault'),
    lose,
    arm,
  }
}

const account =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/archive/providers/Microsoft.Storage/storageAccounts/archive'

const send = ({ url, ca }: Emulator, method: string, path: string, body: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { Authorization: 'Bearer any' }
    const sent = request(new URL(`${path}?api-version=2025-01-01`, url), { method, ca, headers }, response => {
      response.resume().on('end', () => ((response.statusCode ?? 500) < 300 ? resolve() : reject(response.statusCode)))
    })
    sent.on('error', reject).end(JSON.stringify(body))
  })
