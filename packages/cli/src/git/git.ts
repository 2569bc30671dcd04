import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Standard output of Git in a folder; undefined where it fails. */
export const git = (folder: string, ...args: readonly string[]): Promise<string | undefined> =>
  run('git', args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout }) => stdout,
    () => undefined,
  )

/** The content of an object of a repository; undefined if there is none. */
export const blobOf = (folder: string, object: string): Promise<Uint8Array | undefined> =>
  run('git', ['cat-file', 'blob', object], { cwd: folder, maxBuffer: 64 * 1024 * 1024, encoding: 'buffer' }).then(
    ({ stdout }) => stdout,
    () => undefined,
  )

/** The commit that a user's name for a revision stands for; undefined if there is none, or no repository. */
export const commitOf = async (folder: string, revision: string): Promise<string | undefined> =>
  (await git(folder, 'rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`))?.trim()
