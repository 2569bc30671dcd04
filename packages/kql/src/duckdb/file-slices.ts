import { open } from 'node:fs/promises'

/** A slice of a file at every `distance`, of `length` bytes but where the file ends; the next one overwrites it. */
export async function* fileSlices(path: string, length: number, distance: number): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const slice = Buffer.alloc(length)
    for (let start = 0, read = length; read === length; start += distance) {
      read = (await file.read(slice, 0, length, start)).bytesRead
      yield slice.subarray(0, read)
    }
  } finally {
    await file.close()
  }
}
