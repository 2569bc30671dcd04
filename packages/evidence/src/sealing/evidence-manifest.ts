import { createHash } from 'node:crypto'
import { isRecord } from '@tripline/diagnostics'
import type { Files, Subject } from '../evidence.ts'
import { jsonFile } from '../file-text.ts'

export const evidenceManifestName = 'manifest.json'
export const sumsName = 'SHA256SUMS'
export const signatureName = 'manifest.sig'

/** SHA-256 in hexadecimal. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

interface ManifestFile {
  readonly path: string
  readonly sha256: string
}

/** The hashes of the files of a bundle, and what they are about. */
export interface EvidenceManifest extends Subject {
  readonly version: 1
  /** SHA-256 of the public key (DER, SPKI) that belongs to the signature; absent without one. */
  readonly signedBy?: string
  readonly files: readonly ManifestFile[]
}

export function manifestOf(subject: Subject, files: Files, signedBy?: string): EvidenceManifest {
  const sums = [...files].map(([path, text]): ManifestFile => ({ path, sha256: sha256(text) }))
  sums.sort((one, other) => (one.path < other.path ? -1 : 1))
  return { version: 1, ...subject, ...(signedBy !== undefined && { signedBy }), files: sums }
}

export const manifestText = (manifest: EvidenceManifest): string => jsonFile(manifest)

/** As `sha256sum` writes and checks them: all files but this one and the signature. */
export const sumsText = (manifest: string, { files }: EvidenceManifest): string =>
  [...files, { path: evidenceManifestName, sha256: sha256(manifest) }]
    .map(one => `${one.sha256}  ${one.path}\n`)
    .join('')

const subjectNames = ['tool', 'workspace', 'resource', 'from', 'to', 'at'] as const

/** The manifest in a text of any origin, or undefined. */
export function readEvidenceManifest(text: string): EvidenceManifest | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return isManifest(value) ? value : undefined
}

const isManifest = (value: unknown): value is EvidenceManifest =>
  isRecord(value) &&
  value.version === 1 &&
  subjectNames.every(name => typeof value[name] === 'string') &&
  (value.signedBy === undefined || isHash(value.signedBy)) &&
  Array.isArray(value.files) &&
  value.files.every(file => isRecord(file) && typeof file.path === 'string' && isHash(file.sha256)) &&
  new Set(value.files.map(({ path }) => path)).size === value.files.length

const isHash = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
