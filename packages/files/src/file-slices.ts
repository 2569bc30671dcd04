import type { FilePath } from './file-path.ts'
import { openFile } from './read-file.ts'

/** A slice of `length` bytes (fewer at the end of the file) at every `distance`; each one reuses the buffer of the last. */
export function* fileSlices(path: FilePath, length: number, distance: number): Generator<Buffer> {
  const file = openFile(path)
  try {
    const slice = Buffer.alloc(Math.min(length, file.size + 1))
    for (let start = 0, read = slice.length; read === slice.length; start += distance) {
      read = file.read(slice, start)
      yield slice.subarray(0, read)
    }
  } finally {
    file.close()
  }
}
