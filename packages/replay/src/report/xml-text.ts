import { neutralize } from '@tripline/diagnostics'

/** What XML 1.0 cannot hold in any spelling: a log may. */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

const reference = (character: string): string => `&#x${character.codePointAt(0)!.toString(16)};`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/**
 * A text as XML 1.0 holds it, with references for what a terminal or a CI runner would act on; parsing it gives the same
 * text but for characters that XML does not know, which are U+FFFD.
 */
export const xmlText = (text: string): string =>
  neutralize(
    text
      .replace(unwritable, '\u{FFFD}')
      .replace(/[&<>"'\r]/g, character => entities[character] ?? reference(character)),
    reference,
  )

/** The same for a value of an attribute, where a parser would make blanks of line breaks and tabs. */
export const xmlAttribute = (text: string): string => xmlText(text).replace(/[\n\t]/g, reference)
