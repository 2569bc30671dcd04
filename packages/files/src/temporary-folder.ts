import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEnd } from './before-end.ts'

const removal = { recursive: true, force: true, maxRetries: 3 } as const

const removeTree = (folder: string): void => rmSync(folder, removal)

/** A private folder of this process. */
export interface TemporaryFolder extends Disposable {
  readonly path: string
  /** Writes a file and returns its path. */
  write(name: string, text: string): string
  /** Creates a file that is written piece by piece. */
  create(name: string): GrowingFile
  remove(): void
  /** Removes it while the process goes on. */
  discard(): void
}

export interface GrowingFile {
  readonly path: string
  append(bytes: Uint8Array): void
  /** What is appended from now on replaces the content, which costs less than a new file. */
  overwrite(): void
  /** Removes what is left of the content that was overwritten. */
  truncate(): void
  close(): void
}

/** It ends with the process at the latest, unless that is killed. */
export function temporaryFolder(): TemporaryFolder {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-'))
  const forget = beforeEnd(() => removeTree(folder))
  const remove = () => {
    forget()
    removeTree(folder)
  }
  return {
    path: folder,
    write(name, text) {
      const path = join(folder, name)
      writeFileSync(path, text)
      return path
    },
    create(name) {
      const path = join(folder, name)
      const descriptor = openSync(path, 'wx', 0o600)
      let end = 0
      return {
        path,
        append(bytes) {
          for (let start = 0; start < bytes.length; ) {
            const written = writeSync(descriptor, bytes, start, bytes.length - start, end)
            start += written
            end += written
          }
        },
        overwrite() {
          end = 0
        },
        truncate: () => ftruncateSync(descriptor, end),
        close: () => closeSync(descriptor),
      }
    },
    remove,
    discard() {
      // What cannot be removed now is tried again at the end.
      rm(folder, removal).then(forget, () => undefined)
    },
    [Symbol.dispose]: remove,
  }
}
