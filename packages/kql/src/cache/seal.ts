import { createHmac, timingSafeEqual } from 'node:crypto'

const length = 32

const seal = (secret: Uint8Array, name: string, content: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${name}\0`).update(content).digest()

/** An entry: a seal that only the holder of the secret can compute for this name and content, followed by the content. */
export const sealed = (secret: Uint8Array, name: string, content: Uint8Array): Buffer =>
  Buffer.concat([seal(secret, name, content), content])

/** The content of an entry; undefined if its seal does not match. */
export function unsealed(secret: Uint8Array, name: string, entry: Buffer): Buffer | undefined {
  if (entry.length < length) return undefined
  const content = entry.subarray(length)
  return timingSafeEqual(entry.subarray(0, length), seal(secret, name, content)) ? content : undefined
}
