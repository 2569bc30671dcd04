import { BlobServiceClient } from '@azure/storage-blob'
import type { Local } from './local-call.ts'

/** The stock client for a storage account of the emulator. */
export function blobClient({ emulator }: Pick<Local, 'emulator'>, account: string): BlobServiceClient {
  const credential = { getToken: async () => ({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }) }
  const options = { tlsOptions: { ca: emulator.ca }, retryOptions: { maxTries: 1 } }
  return new BlobServiceClient(`${emulator.url}/${account}`, credential, options)
}
