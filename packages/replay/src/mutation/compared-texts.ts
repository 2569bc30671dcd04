/** A column of a query, and a text that it is compared with. */
export interface ComparedText {
  readonly column: string
  readonly text: string
}

const words = '!?(?:in|has|has_any|has_all|hasprefix|hassuffix|contains|startswith|endswith)(?:_cs|~)?(?!\\w)'
const operators = `[!=][=~]|${words}`
const text = `"([^"\\\\]*)"|'([^'\\\\]*)'`
const list = '(?:dynamic\\s*\\(\\s*\\[\\s*|\\(\\s*)*'
const comparison = new RegExp(`\\b(\\w+)\\s*(?:${operators})\\s*${list}(?:${text}|(\\w+))`, 'g')
const definition = new RegExp(`\\blet\\s+(\\w+)\\s*=\\s*${list}(?:${text})`, 'g')

/** The first text of each comparison with texts, written there or in a `let`. They are tried, so that missing some is no harm. */
export function comparedTexts(kql: string): readonly ComparedText[] {
  const defined = new Map(Array.from(kql.matchAll(definition), ([, name, double, single]) => [name, double ?? single]))
  return Array.from(kql.matchAll(comparison)).flatMap(([, column, double, single, name]) => {
    const compared = double ?? single ?? defined.get(name)
    return compared ? [{ column: column!, text: compared }] : []
  })
}
