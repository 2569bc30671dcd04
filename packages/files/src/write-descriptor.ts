import { writeFileSync } from 'node:fs'

/** Writes all of a text to a descriptor; throws if part of it cannot be written. */
export const writeDescriptor = (descriptor: number, text: string): void => writeFileSync(descriptor, text)
