export { evidenceManifestName, sha256, signatureName } from './manifest.ts'
export { readKey } from './read-key.ts'
export { fingerprint, sealed } from './seal.ts'
export { type FoundBundle, type VerifiedBundle, verifyBundle } from './verify-bundle.ts'
