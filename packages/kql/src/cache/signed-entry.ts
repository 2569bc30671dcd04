import { createHmac, timingSafeEqual } from 'node:crypto'

const length = 32

const signature = (secret: Uint8Array, name: string, content: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${name}\0`).update(content).digest()

/** An entry: a signature that only the holder of the secret can compute for this name and content, followed by the content. */
export const signedEntry = (secret: Uint8Array, name: string, content: Uint8Array): Buffer =>
  Buffer.concat([signature(secret, name, content), content])

/** The content of an entry; undefined if its signature does not match. */
export function verifiedContent(secret: Uint8Array, name: string, entry: Buffer): Buffer | undefined {
  if (entry.length < length) return undefined
  const content = entry.subarray(length)
  return timingSafeEqual(entry.subarray(0, length), signature(secret, name, content)) ? content : undefined
}
