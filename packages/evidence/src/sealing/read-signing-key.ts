import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

const readers = { private: createPrivateKey, public: createPublicKey } as const

/** An Ed25519 key in a PEM file; undefined if it holds no such key, or one that is encrypted. */
export function readSigningKey(kind: keyof typeof readers, pem: Buffer): KeyObject | undefined {
  // A public key can be made of a private one, which nobody should pass to verify.
  if (kind === 'public' && pem.includes('PRIVATE KEY')) return undefined
  try {
    const key = readers[kind](pem)
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}
