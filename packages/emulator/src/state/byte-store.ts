import { below, type FilePath, readFile, removeFile, writeFile } from '@tripline/files'

/** The bytes of blobs. Nothing is overwritten: an append or a new content is stored under an id of its own. */
export interface ByteStore {
  write(id: string, bytes: Buffer): void
  read(id: string): Buffer
  remove(id: string): void
}

/** In a folder below the state's, or in memory. */
export function byteStore(stateDir: FilePath | undefined): ByteStore {
  if (stateDir) {
    const file = (id: string) => below(below(stateDir, 'blobs'), id)
    return {
      write: (id, bytes) => writeFile(file(id), bytes),
      read: id => readFile(file(id)),
      remove: id => removeFile(file(id)),
    }
  }
  const held = new Map<string, Buffer>()
  return {
    write: (id, bytes) => void held.set(id, bytes),
    read: id => held.get(id)!,
    remove: id => void held.delete(id),
  }
}
