import {
  below,
  entryKind,
  type FilePath,
  isPrivate,
  listFolder,
  makeFolder,
  modifiedAt,
  readFile,
  removeFile,
  removeFolder,
  writeFile,
} from '@tripline/files'
import { engineVersion } from './engine-version.ts'
import { sealed, unsealed } from './seal.ts'

/** Where results are kept, and the secret that tells this user's own entries from those of others. */
export interface CacheLocation {
  readonly folder: FilePath
  readonly secret: Uint8Array
}

/** Contents by name. What is not exactly what was written under its name is absent, and what cannot be written is not kept. */
export interface KeptFolder {
  read(name: string): Buffer | undefined
  write(name: string, content: string | Uint8Array): void
}

/**
 * Keeps entries in a folder, apart for each version of the engine; undefined where that cannot be. Whoever could plant an entry
 * could make a rule pass: the folder is made for this user alone, one that others own or may write to is not used, nor one behind
 * a link, and an entry is believed only with a seal of its name and content. Writers do not disturb one another, for a file
 * appears whole or not at all. `most`: files that one version may have; by default for entries of some 50 kB, which makes a
 * few hundred megabytes.
 */
export function openKeptFolder({ folder, secret }: CacheLocation, most = 5_000): KeptFolder | undefined {
  const version = engineVersion()
  if (version === undefined) return undefined
  const own = below(folder, version)
  const prepared = attempt(() => {
    const known = entryKind(own.path) !== undefined
    makeFolder(own, 'private')
    if (![folder, own].every(path => isPrivate(path))) return false
    if (known) removeSurplus(own, most)
    else removeStale(folder, own)
    return true
  })
  if (!prepared) return undefined
  const sealName = (name: string) => `${version}/${name}`
  return {
    read: name => attempt(() => unsealed(secret, sealName(name), readFile(below(own, name)))),
    write: (name, content) =>
      attempt(() => writeFile(below(own, name), sealed(secret, sealName(name), Buffer.from(content)), 'private')),
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

const staleAfter = 30 * 24 * 60 * 60 * 1000

/** A new version's folder is the occasion to remove those that nothing was written to for a month. */
function removeStale(folder: FilePath, newest: FilePath): void {
  const now = modifiedAt(newest)
  for (const { name, kind } of listFolder(folder)) {
    if (kind !== 'folder' || !/^[0-9a-f]{32}$/.test(name)) continue
    const other = below(folder, name)
    if (now - modifiedAt(other) > staleAfter) removeFolder(other)
  }
}

/** Of too many files, the older half goes. */
function removeSurplus(folder: FilePath, most: number): void {
  const entries = listFolder(folder)
  if (entries.length <= most) return
  const files = entries.filter(({ kind }) => kind === 'file').map(({ name }) => below(folder, name))
  const age = new Map(files.map(file => [file, modifiedAt(file)]))
  const oldest = files.sort((a, b) => age.get(a)! - age.get(b)!).slice(0, Math.max(0, files.length - most / 2))
  for (const file of oldest) removeFile(file)
}
