import { containerPath, type StorageRow, storageVersion } from './storage-resources.ts'

/** Containers by `account/container`. */
export const blobContainers: StorageRow = {
  path: containerPath,
  noun: 'a blob container',
  apiVersion: storageVersion,
  isSound: () => true,
}
