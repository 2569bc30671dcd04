import { neutralize } from './neutralize.ts'

/** Text of a page: literals of the templates here, with everything else escaped. */
export class Html {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

type Part = string | number | Html | readonly Html[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text of any origin: characters that would hide or reorder others are replaced. */
const escaped = (text: string): string => neutralize(text).replace(/[&<>"']/g, character => entities[character]!)

/** Markup of the template, with texts and numbers of any origin escaped, also inside quoted attributes. */
export const html = (literals: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(literals.map((literal, index) => (index === 0 ? '' : partText(parts[index - 1]!)) + literal).join(''))

const partText = (part: Part): string => {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return part instanceof Html ? String(part) : part.join('')
}

const nothing: Html = html``

/** Markup for a condition, or none. */
export const when = (condition: unknown, markup: () => Html): Html => (condition ? markup() : nothing)
