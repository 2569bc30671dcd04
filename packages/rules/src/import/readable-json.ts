import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { importReport } from './import-report.ts'

/** How texts and comments begin and end; after a backslash, no sign ends a text. */
const endings: Readonly<Record<string, RegExp>> = { '"': /"|\\./gs, '//': /$|(?=[\n\r])/g, '/*': /\*\//g }

interface Token {
  readonly start: number
  readonly end: number
}

/** The texts and comments, up to one that does not end. One expression for all of it would overflow over long texts. */
function* tokensOf(text: string): Generator<Token> {
  const beginning = /"|\/[/*]/g
  for (let found = beginning.exec(text); found; found = beginning.exec(text)) {
    const ending = new RegExp(endings[found[0]]!)
    ending.lastIndex = beginning.lastIndex
    let end = ending.exec(text)
    while (end?.[0].startsWith('\\')) end = ending.exec(text)
    if (!end) return
    beginning.lastIndex = end.index + end[0].length
    yield { start: found.index, end: beginning.lastIndex }
  }
}

/**
 * JSON as the tools of templates take it, made fit for the reader of YAML: comments and tabs are blanked, so that offsets
 * stay right. A text over several lines is refused, for YAML would fold it. Anything but JSON stays as it is.
 */
export function readableJson(file: SourceFile): Diagnosed<SourceFile> {
  if (!/^\ufeff?\s*(?:[[{]|\/[/*])/.test(file.text)) return { value: file, diagnostics: [] }
  const parts: string[] = []
  let at = 0
  for (const { start, end } of tokensOf(file.text)) {
    const token = file.text.slice(start, end)
    const isText = token.startsWith('"')
    // One is enough to say: where a quote is missing, all that follow are on the wrong side of one.
    if (isText && /[\n\r]/.test(token)) return { diagnostics: [importReport['import-folded']({ file, start, end })] }
    parts.push(file.text.slice(at, start), isText ? token : token.replace(/[^\n\r]/g, ' '))
    at = end
  }
  const text = [...parts, file.text.slice(at)].join('').replaceAll('\t', ' ')
  return { value: { ...file, text }, diagnostics: [] }
}
