import { neutralize } from './neutralize.ts'
import { Printable } from './printable.ts'

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('')

/**
 * JSON text with escapes for what a terminal or a CI runner would act on: parsing it gives the same values. All of that
 * can only stand in strings.
 */
export const escapeJson = (json: string): string => neutralize(json, escaped)

/** JSON text for an output, as it is laid out. */
export const jsonText = (json: string): Printable => new Printable(escapeJson(json))

/** A value as a document. */
export const jsonDocument = (value: unknown): Printable => jsonText(`${JSON.stringify(value, undefined, 2)}\n`)
