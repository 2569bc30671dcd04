import { createHmac, timingSafeEqual } from 'node:crypto'

const length = 32

const seal = (secret: Uint8Array, name: string, content: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${name}\0`).update(content).digest()

/** An entry: its content after a seal that only who knows the secret can make, for this name and this content. */
export const sealed = (secret: Uint8Array, name: string, content: Uint8Array): Buffer =>
  Buffer.concat([seal(secret, name, content), content])

/** The content of an entry; undefined when it is not what was sealed under this name. */
export function unsealed(secret: Uint8Array, name: string, entry: Buffer): Buffer | undefined {
  if (entry.length < length) return undefined
  const content = entry.subarray(length)
  return timingSafeEqual(entry.subarray(0, length), seal(secret, name, content)) ? content : undefined
}
