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

/** The head of a page that runs nothing and loads nothing but pictures that it contains and these style sheets. */
export interface PageHead {
  readonly title: string
  readonly styles?: { readonly source: string; readonly element: Html }
}

export const htmlPage = ({ title, styles }: PageHead, body: Html): string =>
  String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ${styles ? `style-src ${styles.source}; ` : ''}img-src data:">
<title>${title}</title>
<link rel="icon" href="data:,">
${styles?.element ?? ''}
</head>
<body>
${body}
</body>
</html>
`)
