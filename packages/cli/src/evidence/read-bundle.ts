import { evidenceManifestName, type FoundBundle, sha256, signatureName } from '@tripline/evidence/sealing'
import { below, type FilePath, fileDigest, listFolder, readFile } from '@tripline/files'

/** Reads a folder that should be a bundle; throws what the file system reports. */
export function readBundle(folder: FilePath): FoundBundle {
  const hashes = new Map<string, string | undefined>()
  const visit = (at: FilePath, prefix: string): void => {
    for (const { name, kind } of listFolder(at)) {
      const path = `${prefix}${name}`
      const entry = below(at, name)
      if (kind === 'folder') visit(entry, `${path}/`)
      else hashes.set(path, kind === 'file' ? fileDigest(entry) : undefined)
    }
  }
  visit(folder, '')
  const content = (name: string) =>
    hashes.get(name) === undefined ? undefined : readFile(below(folder, name), 'text-file')
  const [manifest, signature] = [content(evidenceManifestName), content(signatureName)]
  if (manifest) hashes.set(evidenceManifestName, sha256(manifest))
  return {
    hashes,
    ...(manifest && { manifest: manifest.toString('utf8') }),
    ...(signature && { signature }),
  }
}
