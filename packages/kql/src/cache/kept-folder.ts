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
import { signedEntry, verifiedContent } from './signed-entry.ts'

/** The cache folder, and the secret that tells this user's entries from those of others. */
export interface CacheLocation {
  readonly folder: FilePath
  readonly secret: Uint8Array
}

/** A cache of texts by name. A damaged or forged entry counts as missing, and an entry that cannot be written is skipped. */
export interface KeptFolder {
  read(name: string): Buffer | undefined
  write(name: string, content: string | Uint8Array): void
}

/**
 * Opens a cache folder, with a subfolder per version of the engine; undefined if that is impossible. Whoever could plant an
 * entry could make a rule pass, so the folder is created for this user alone, a folder that others own or may write to is not
 * used, nor one behind a link, and an entry is trusted only if its name and content are signed. Concurrent writers do not
 * conflict, because files appear atomically. `most`: the maximum number of files per version; the default suits entries of
 * about 50 kB, a few hundred megabytes in total.
 */
export function openKeptFolder(
  { folder, secret }: CacheLocation,
  most = 5_000,
  version = engineVersion(),
): KeptFolder | undefined {
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
  const signedName = (name: string) => `${version}/${name}`
  return {
    read: name => attempt(() => verifiedContent(secret, signedName(name), readFile(below(own, name)))),
    write: (name, content) =>
      attempt(() =>
        writeFile(below(own, name), signedEntry(secret, signedName(name), Buffer.from(content)), 'private'),
      ),
  }
}

/** Failures are ignored: they only cost time. */
function attempt<T>(step: () => T): T | undefined {
  try {
    return step()
  } catch {
    return undefined
  }
}

const staleAfter = 30 * 24 * 60 * 60 * 1000

/** Creating the folder of a new version is the occasion to delete those not written to for a month. */
function removeStale(folder: FilePath, newest: FilePath): void {
  const now = modifiedAt(newest)
  for (const { name, kind } of listFolder(folder)) {
    if (kind !== 'folder' || !/^[0-9a-f]{32}$/.test(name)) continue
    const other = below(folder, name)
    if (now - modifiedAt(other) > staleAfter) removeFolder(other)
  }
}

/** Deletes the older half if there are too many files. */
function removeSurplus(folder: FilePath, most: number): void {
  const entries = listFolder(folder)
  if (entries.length <= most) return
  const files = entries.filter(({ kind }) => kind === 'file').map(({ name }) => below(folder, name))
  const age = new Map(files.map(file => [file, modifiedAt(file)]))
  const oldest = files.sort((a, b) => age.get(a)! - age.get(b)!).slice(0, Math.max(0, files.length - most / 2))
  for (const file of oldest) removeFile(file)
}
