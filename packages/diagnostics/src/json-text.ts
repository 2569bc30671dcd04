import { neutralize } from './neutralize.ts'
import { Printable } from './printable.ts'

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('')

/**
 * JSON text for an output, as it is laid out, with escapes for what a terminal or a CI runner would act on; that can only
 * stand in strings. Parsing it gives the same values.
 */
export const jsonText = (json: string): Printable => new Printable(neutralize(json, escaped))

/** A value as a document. */
export const jsonDocument = (value: unknown): Printable => jsonText(`${JSON.stringify(value, undefined, 2)}\n`)
