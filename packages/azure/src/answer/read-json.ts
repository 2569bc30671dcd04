import { limits } from '../http/limits.ts'

/** A value, or why a text has none. */
export type ReadJson = { readonly value: unknown } | { readonly fault: string }

/**
 * Untrusted JSON. Integers that a double cannot hold keep their digits. Duplicate keys, which readers treat differently, and
 * deep nesting, which recursion may not survive, are refused.
 */
export function readJson(text: string): ReadJson {
  const survey = surveyJson(text)
  if ('fault' in survey) return survey
  try {
    return { value: JSON.parse(quoted(text, survey.longIntegers)) }
  } catch {
    return { fault: 'it is not JSON' }
  }
}

type Range = readonly [start: number, end: number]

/** One pass over the tokens, without checking their order. */
function surveyJson(text: string): { readonly longIntegers: readonly Range[] } | { readonly fault: string } {
  const longIntegers: Range[] = []
  /** Of each open object its keys so far, of each open array nothing. */
  const open: (Set<string> | undefined)[] = []
  const token = /["{}[\]]|[-\d][-+.\deE]*/g
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [first] = found[0]
    if (first === '{' || first === '[') {
      if (open.push(first === '{' ? new Set() : undefined) > limits.depth) {
        return { fault: `it nests deeper than ${limits.depth}` }
      }
    } else if (first === '}' || first === ']') open.pop()
    else if (first === '"') {
      token.lastIndex = endOfString(text, found.index)
      const keys = open.at(-1)
      if (!keys || !isKey(text, token.lastIndex)) continue
      const key = unescaped(text.slice(found.index, token.lastIndex))
      if (keys.has(key)) return { fault: 'an object in it has a key twice' }
      keys.add(key)
    } else if (isLongInteger(found[0])) longIntegers.push([found.index, token.lastIndex])
  }
  return { longIntegers }
}

/** After the closing quote of the string that begins there; the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slash = end
    while (text[slash - 1] === '\\') slash--
    if ((end - slash) % 2 === 0) return end + 1
  }
  return text.length
}

function isKey(text: string, end: number): boolean {
  const colon = /[ \t\r\n]*:/y
  colon.lastIndex = end
  return colon.test(text)
}

function unescaped(key: string): string {
  if (!key.includes('\\')) return key
  try {
    return JSON.stringify(JSON.parse(key))
  } catch {
    return key
  }
}

const isLongInteger = (number: string): boolean => /^-?[1-9]\d*$/.test(number) && !Number.isSafeInteger(Number(number))

/** The text with quotes around those ranges. */
function quoted(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text
  const parts: string[] = []
  let end = 0
  for (const [from, to] of ranges) {
    parts.push(text.slice(end, from), '"', text.slice(from, to), '"')
    end = to
  }
  return parts.join('') + text.slice(end)
}
