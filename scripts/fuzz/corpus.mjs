import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Larger files only take longer; they break in the same ways (bytes). */
const usual = 24_000

/**
 * The files under a folder of the repository whose path matches, as `{ path, bytes }`, sorted by path. A missing folder
 * has none; one beside the repository is optional.
 */
export function filesUnder(folder, pattern, largest = usual) {
  const root = join(repository, folder)
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .filter(path => pattern.test(path) && !path.includes('node_modules'))
    .sort()
    .map(path => ({ path: path.slice(repository.length), bytes: readFileSync(path) }))
    .filter(({ bytes }) => bytes.length <= largest)
}

/** One file of the repository. */
export const fileAt = path => readFileSync(join(repository, path))
