export { evidenceManifestName, sha256, signatureName } from './evidence-manifest.ts'
export { readSigningKey } from './read-signing-key.ts'
export { fingerprint, sealed } from './seal.ts'
export { type FoundBundle, type VerifiedBundle, verifyBundle } from './verify-bundle.ts'
