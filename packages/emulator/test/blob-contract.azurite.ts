import { BlobServiceClient } from '@azure/storage-blob'
import { blobContract } from './blob-contract.ts'

/** Of an Azurite that `pnpm test:azurite` has started. */
const connection = process.env.AZURITE!

blobContract(async () => BlobServiceClient.fromConnectionString(connection, { retryOptions: { maxTries: 1 } }))
