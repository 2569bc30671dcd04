import { writeFileSync } from 'node:fs'

/** Writes all of a text where a standard stream goes; throws when a part of it cannot be written. */
export const writeDescriptor = (descriptor: number, text: string): void => writeFileSync(descriptor, text)
