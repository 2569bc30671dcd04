import { compileRegex } from './regex.ts'

/** Escapes, classes, repetitions and any other brace. */
const parts = /\\0[0-7]{0,2}|\\[pPxuU]\{[^}]*\}|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|\{/g

/** An octal escape as a hexadecimal one, and a brace that opens no repetition as the character. */
function escaped(part: string): string {
  if (part === '{') return '\\{'
  return part.startsWith('\\0') ? `\\x${Number.parseInt(part.slice(1), 8).toString(16).padStart(2, '0')}` : part
}

/** What the author of a pattern that does not compile most likely meant, if escaping a few characters makes it valid. */
export function escapedPattern(pattern: string): string | undefined {
  const fixed = pattern.replace(parts, escaped)
  return fixed !== pattern && 'regex' in compileRegex(fixed) ? fixed : undefined
}
