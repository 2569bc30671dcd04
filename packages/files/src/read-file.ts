import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { type BudgetName, budgets, overBudget } from '@tripline/budgets'
import type { FilePath } from './file-path.ts'
import { FileRefusal } from './file-refusal.ts'
import { realPath } from './real-path.ts'

/** Opens without waiting for a writer at the other end of a pipe. Windows has neither flag. */
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** The descriptor and the size of a regular file. */
function openRegular(file: FilePath): { readonly descriptor: number; readonly size: number } {
  const descriptor = openSync(realPath(file), flags)
  const status = fstatSync(descriptor)
  if (status.isFile()) return { descriptor, size: status.size }
  closeSync(descriptor)
  throw new FileRefusal(status.isDirectory() ? 'it is a folder' : 'it is not a regular file')
}

/** What the shell has opened for this command: `/dev/stdin`, or `/dev/fd/63` for `<(…)`. */
export const isDescriptor = ({ path, root }: FilePath): boolean =>
  root === undefined && /^\/dev\/(stdin|fd\/\d+)$/.test(path)

/** The content of a regular file within its budget, or of a descriptor that the user names. */
export function readFile(file: FilePath, budget?: BudgetName): Buffer {
  if (isDescriptor(file)) return readFileSync(file.path)
  const { descriptor, size } = openRegular(file)
  try {
    if (budget && size > budgets[budget].limit) throw new FileRefusal(overBudget(budget))
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A file of which parts are read. */
export interface OpenFile {
  /** Bytes. */
  readonly size: number
  /** Fills the buffer from a position in the file; returns how many bytes there were. */
  read(buffer: Uint8Array, position: number): number
  close(): void
}

export function openFile(file: FilePath): OpenFile {
  const { descriptor, size } = openRegular(file)
  return {
    size,
    read: (buffer, position) => readSync(descriptor, buffer, 0, buffer.length, position),
    close: () => closeSync(descriptor),
  }
}
