import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { Files, Subject } from '../evidence.ts'
import {
  evidenceManifestName,
  manifestOf,
  manifestText,
  sha256,
  signatureName,
  sumsName,
  sumsText,
} from './evidence-manifest.ts'

/** SHA-256 of a public key as DER, or of the one that belongs to a private key. */
export const fingerprint = (key: KeyObject): string =>
  sha256((key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' }))

/** Files with their manifest and sums, and with a signature of the manifest if there is a private key (Ed25519). */
export function sealed(subject: Subject, files: Files, key?: KeyObject): ReadonlyMap<string, string | Uint8Array> {
  const manifest = manifestOf(subject, files, key && fingerprint(key))
  const text = manifestText(manifest)
  return new Map<string, string | Uint8Array>([
    ...files,
    [evidenceManifestName, text],
    [sumsName, sumsText(text, manifest)],
    ...(key ? [[signatureName, sign(null, Buffer.from(text), key)] as const] : []),
  ])
}
