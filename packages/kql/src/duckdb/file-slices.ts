import { type FilePath, openFile } from '@tripline/files'

/** A slice of `length` bytes (fewer at the end of the file) at every `distance`; each one reuses the buffer of the last. */
export function* fileSlices(path: FilePath, length: number, distance: number): Generator<Buffer> {
  const file = openFile(path)
  try {
    const slice = Buffer.alloc(length)
    for (let start = 0, read = length; read === length; start += distance) {
      read = file.read(slice, start)
      yield slice.subarray(0, read)
    }
  } finally {
    file.close()
  }
}
