import { neutralizeCharacters, replacement } from './neutralize.ts'

/**
 * Text that an output takes. Only this package makes it: from any text by `printable`, from literals by `text`, and as
 * documents for programs, whose encoders escape what `printable` replaces.
 */
export class Printable {
  readonly #text: string
  /** Lines that are for the CI runner, which an output lets through. */
  readonly isCommand: boolean

  constructor(text: string, isCommand = false) {
    this.#text = text
    this.isCommand = isCommand
  }

  toString(): string {
    return this.#text
  }
}

/** A text of any origin on one line. */
export const oneLine = (text: string): string =>
  neutralizeCharacters(text.replaceAll('\t', '  ').replaceAll('\n', replacement))

/** A text of any origin, printed as one line that does nothing else. */
export const printable = (text: string): Printable => new Printable(oneLine(text))

/** A text of any origin, line by line. */
export const printableLines = (text: string): Printable => joined(text.split(/\r\n|[\r\n]/).map(printable), '\n')

/** A document in a language without escapes, such as CSV: tabs and line breaks are kept. */
export const printableDocument = (document: string): Printable =>
  new Printable(
    document
      .split('\r\n')
      .map(part => neutralizeCharacters(part))
      .join('\r\n'),
  )

/** Literals as they are, with texts of any origin printed on one line between them. */
export function text(literals: TemplateStringsArray, ...values: readonly (string | number | Printable)[]): Printable {
  return new Printable(
    literals.map((literal, index) => (index === 0 ? '' : shown(values[index - 1]!)) + literal).join(''),
  )
}

const shown = (value: string | number | Printable): string =>
  typeof value === 'string' ? oneLine(value) : String(value)

export const joined = (parts: readonly Printable[], separator: '' | ' ' | ', ' | '\n' | '\n\n'): Printable =>
  new Printable(parts.join(separator))

/** The lines, indented by that many spaces, except empty ones. */
export const indented = (lines: Printable, blanks: number): Printable =>
  new Printable(String(lines).replace(/^(?=.)/gm, ' '.repeat(blanks)))

/** `1 rule`, `2 rules`. */
export const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** A cell as RFC 4180 writes it. */
export const csvCell = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
