import { createHash } from 'node:crypto'
import type { Files, Subject } from '../evidence.ts'
import { jsonFile } from '../file-text.ts'

export const manifestName = 'manifest.json'
export const sumsName = 'SHA256SUMS'

/** SHA-256 in hexadecimal. */
const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** The hashes of files, and what they are about. */
export interface Manifest extends Subject {
  readonly version: 1
  readonly files: readonly ManifestFile[]
}

interface ManifestFile {
  readonly path: string
  readonly sha256: string
}

export const manifestText = (subject: Subject, files: Files): string => {
  const sums = inOrder(files).map(([path, text]): ManifestFile => ({ path, sha256: sha256(text) }))
  const manifest: Manifest = { version: 1, ...subject, files: sums }
  return jsonFile(manifest)
}

/** As `sha256sum` writes and checks them: all files but this one and signatures. */
export const sumsText = (manifest: string, { files }: Pick<Manifest, 'files'>): string =>
  [...files, { path: manifestName, sha256: sha256(manifest) }]
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('')

const inOrder = (files: Files) => [...files].sort(([a], [b]) => (a < b ? -1 : 1))
