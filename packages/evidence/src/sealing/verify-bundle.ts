import { type KeyObject, verify } from 'node:crypto'
import type { Diagnostic } from '@tripline/diagnostics'
import {
  type EvidenceManifest,
  evidenceManifestName,
  readEvidenceManifest,
  sha256,
  signatureName,
  sumsName,
  sumsText,
} from './evidence-manifest.ts'
import { evidenceReport } from './evidence-report.ts'
import { fingerprint } from './seal.ts'

/** A folder that should be a bundle. */
export interface FoundBundle {
  /** SHA-256 of every file in it, by path; undefined of what is not a file, such as a link. */
  readonly hashes: ReadonlyMap<string, string | undefined>
  readonly manifest?: string
  readonly signature?: Uint8Array
}

export interface VerifiedBundle {
  /** Absent if it cannot be read. */
  readonly manifest?: EvidenceManifest
  /** Whether the signature is that of the key that was passed. */
  readonly isSigned: boolean
  readonly findings: readonly Diagnostic[]
}

/** Compares a bundle with its manifest and, if there is a public key, the manifest with its signature. */
export function verifyBundle(found: FoundBundle, key?: KeyObject): VerifiedBundle {
  const { hashes, manifest: text } = found
  if (text === undefined) {
    return { isSigned: false, findings: [evidenceReport['evidence-file-missing'](undefined, evidenceManifestName)] }
  }
  const manifest = readEvidenceManifest(text)
  if (!manifest) {
    return {
      isSigned: false,
      findings: [evidenceReport['evidence-manifest-unusable'](undefined, evidenceManifestName)],
    }
  }
  const expected = new Map([
    ...manifest.files.map(one => [one.path, one.sha256] as const),
    [evidenceManifestName, sha256(text)],
    [sumsName, sha256(sumsText(text, manifest))],
  ])
  const own = manifest.signedBy === undefined ? [...expected.keys()] : [...expected.keys(), signatureName]
  const names = new Set(own)
  const missing = own.filter(path => !hashes.has(path))
  const changed = [...expected].filter(([path, hash]) => hashes.has(path) && hashes.get(path) !== hash)
  const extra = [...hashes.keys()].filter(path => !names.has(path))
  const signature = signatureFindings(found, manifest, key)
  const findings = [
    ...missing.map(path => evidenceReport['evidence-file-missing'](undefined, path)),
    ...changed.map(([path]) => evidenceReport['evidence-file-changed'](undefined, path)),
    ...extra.map(path => evidenceReport['evidence-file-extra'](undefined, path)),
    ...signature,
  ]
  return { manifest, isSigned: key !== undefined && signature.length === 0 && found.signature !== undefined, findings }
}

function signatureFindings(
  { manifest: text = '', signature }: FoundBundle,
  { signedBy }: EvidenceManifest,
  key: KeyObject | undefined,
): readonly Diagnostic[] {
  if (!key) {
    return signedBy === undefined ? [] : [evidenceReport['evidence-signature-unchecked'](undefined, signatureName)]
  }
  if (signedBy === undefined) return [evidenceReport['evidence-signature-absent'](undefined, evidenceManifestName)]
  if (signedBy !== fingerprint(key))
    return [evidenceReport['evidence-signer-other'](undefined, evidenceManifestName, signedBy)]
  // A missing signature is a missing file.
  const isGood = signature === undefined || verify(null, Buffer.from(text), key, signature)
  return isGood ? [] : [evidenceReport['evidence-signature-wrong'](undefined, signatureName)]
}
