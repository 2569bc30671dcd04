import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { engineVersion } from './engine-version.ts'

/** Files by key. What cannot be read is absent, and what cannot be written is not kept. */
export interface KeptFolder {
  read(file: string): Buffer | undefined
  write(file: string, content: string | Uint8Array): void
}

/**
 * Keeps files in `folder`, apart for each version of the engine; undefined where that cannot be. Whoever could plant an entry
 * could make a rule pass: the folder is made for this user alone, and one that others own or may write to is not used. Callers
 * name a place outside of any repository. Writers do not disturb one another, for a file appears whole or not at all.
 */
export function openKeptFolder(folder: string): KeptFolder | undefined {
  const version = engineVersion()
  if (version === undefined) return undefined
  const own = join(folder, version)
  const prepared = attempt(() => {
    const made = mkdirSync(own, { recursive: true, mode: 0o700 })
    if (made !== undefined) removeStale(folder, own)
    else removeSurplus(own)
    return isPrivate(folder) && isPrivate(own)
  })
  if (!prepared) return undefined
  return {
    read: file => attempt(() => readFileSync(join(own, file))),
    write: (file, content) => {
      const temporary = join(own, `${randomUUID()}.new`)
      attempt(() => {
        writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
        renameSync(temporary, join(own, file))
      })
    },
  }
}

/** What fails on the way is not kept, and costs nothing but time. */
function attempt<T>(step: () => T): T | undefined {
  try {
    return step()
  } catch {
    return undefined
  }
}

function isPrivate(folder: string): boolean {
  const { uid, mode } = statSync(folder)
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)
}

const staleAfter = 30 * 24 * 60 * 60 * 1000

/** A new version's folder is the occasion to remove those that nothing was written to for a month. */
function removeStale(folder: string, newest: string): void {
  const now = statSync(newest).mtimeMs
  for (const name of readdirSync(folder)) {
    const other = join(folder, name)
    if (/^[0-9a-f]{32}$/.test(name) && now - statSync(other).mtimeMs > staleAfter) rmSync(other, { recursive: true })
  }
}

/** Files that one version may have; with some 50 kB each, a few hundred megabytes. */
const most = 5_000

/** Of too many files, the older half goes. */
function removeSurplus(folder: string): void {
  const names = readdirSync(folder)
  if (names.length <= most) return
  const age = new Map(names.map(name => [name, statSync(join(folder, name)).mtimeMs]))
  const oldest = names.sort((a, b) => age.get(a)! - age.get(b)!).slice(0, names.length - most / 2)
  for (const name of oldest) rmSync(join(folder, name), { force: true })
}
