import type { ColumnType } from '@tripline/schemas'
import { nativeRegex } from '../../regex/regex.ts'
import { quoted } from '../string-operators/term-pattern.ts'
import { type ParsePart, type ParsePattern, regexColumns, regexText } from './parse-pattern.ts'

/** A pattern of `parse` as one regular expression for the database's engine. */
export interface NativeParse {
  readonly regex: string
  /** The groups that are columns, in order. */
  readonly groups: readonly number[]
  /** A literal that every matching text contains; '' if none is known. */
  readonly sought: string
  /**
   * The expression may miss texts that the pattern matches, but never the reverse. This column is empty exactly when the
   * expression does not match; absent if it matches the same texts as the pattern.
   */
  readonly marker?: number
}

/** Digits that certainly convert, and what must not follow them in the text. */
const certain: Partial<Readonly<Record<ColumnType, { readonly digits: string; readonly unlike: RegExp }>>> = {
  int: { digits: '-?[0-9]{1,9}', unlike: /^[-0-9]/ },
  long: { digits: '-?[0-9]{1,18}', unlike: /^[-0-9]/ },
  real: { digits: '-?[0-9]{1,15}(?:\\.[0-9]{1,15})?', unlike: /^[-.0-9]/ },
}

const isText = (type: ColumnType): boolean => type === 'string' || type === 'dynamic'

/** The pattern's expression; undefined if only scanning the text gives Kusto's answer (semantics 15.2, 15.3). */
export function nativeParse(pattern: ParsePattern): NativeParse | undefined {
  return pattern.mode === 'regex' ? ofRegex(pattern) : ofConstants(pattern.parts)
}

function ofRegex(pattern: ParsePattern): NativeParse | undefined {
  const columns = regexColumns(pattern)
  const regex = columns.every(({ type }) => isText(type)) ? nativeRegex(regexText(pattern)) : undefined
  return regex === undefined ? undefined : { regex, groups: columns.map(({ group }) => group), sought: '' }
}

/**
 * A text up to a constant is matched as anything but the constant's first character: that cannot run past the first occurrence
 * or match in a second way. If all columns are strings, the shortest text also works, because whatever follows a later
 * occurrence also follows the first.
 */
function ofConstants(parts: readonly ParsePart[]): NativeParse | undefined {
  const columns = parts.flatMap(part => (part.kind === 'column' ? [part.type] : []))
  const numbers = columns.findIndex(type => !isText(type))
  const regexes: string[] = []
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1]
    if (part.kind === 'constant') {
      if (next?.kind === 'constant') return undefined
      regexes.push(next ? quoted(part.text) : `${quoted(part.text)}\\z`)
    } else if (next?.kind === 'constant') {
      const [first = ''] = next.text
      const isLast = index === parts.length - 2
      const exact = !isLast && (numbers >= 0 || next.text === first)
      const text = exact ? `[^${quoted(first)}]*` : '.*?'
      const number = part.kind === 'column' ? certain[part.type] : undefined
      if (number?.unlike.test(next.text)) return undefined
      regexes.push(part.kind === 'skip' ? text : `(${number?.digits ?? text})`)
    } else if (part.kind === 'column') {
      if (next?.kind === 'skip') return undefined
      regexes.push(`(${certain[part.type]?.digits ?? '.*'})\\z`)
    }
  }
  if (columns.some(type => !isText(type) && !certain[type])) return undefined
  const constants = parts.flatMap(part => (part.kind === 'constant' ? [part.text] : []))
  return {
    regex: `(?s)\\A${regexes.join('')}`,
    groups: columns.map((_, index) => index + 1),
    sought: constants.reduce((longest, constant) => (constant.length > longest.length ? constant : longest), ''),
    ...(numbers >= 0 && { marker: numbers }),
  }
}
