import type { JsonValue } from '@tripline/diagnostics'
import { isNeutral, neutralize } from '@tripline/diagnostics'
import { dump } from 'js-yaml'

/**
 * YAML text of a value: keys in the given order, two spaces per level. Text of several lines becomes a literal block, unless
 * a terminal or a CI runner would act on it: only double quotes have escapes.
 */
export const writeYaml = (value: JsonValue): string =>
  `${lines(value, '')
    .join('\n')
    .replace(/(?<!\n)\n+$/, '')}\n`

function lines(value: JsonValue, indent: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => itemLines(item, indent))
  if (value === null || typeof value !== 'object') return [indent + scalarText(value)]
  return Object.entries(value).flatMap(([key, item]) => entryLines(scalarText(key), item, indent))
}

function entryLines(key: string, value: JsonValue, indent: string): readonly string[] {
  if (isBlockText(value)) return [`${indent}${key}: ${blockHeader(value)}`, ...blockLines(value, `${indent}  `)]
  if (isInline(value)) return [`${indent}${key}: ${inlineText(value)}`]
  return [`${indent}${key}:`, ...lines(value, `${indent}  `)]
}

function itemLines(item: JsonValue, indent: string): readonly string[] {
  if (isBlockText(item)) return [`${indent}- ${blockHeader(item)}`, ...blockLines(item, `${indent}  `)]
  if (isInline(item)) return [`${indent}- ${inlineText(item)}`]
  const [first = '', ...others] = lines(item, `${indent}  `)
  return [`${indent}- ${first.trimStart()}`, ...others]
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0
const isInline = (value: JsonValue): boolean => value === null || typeof value !== 'object' || isEmpty(value)

function inlineText(value: JsonValue): string {
  if (value !== null && typeof value === 'object') return Array.isArray(value) ? '[]' : '{}'
  return scalarText(value)
}

/** One line, quoted if YAML would otherwise read it differently. */
export function scalarText(value: JsonValue): string {
  return typeof value === 'string' && (/[\n\r]/.test(value) || !isNeutral(value))
    ? neutralize(JSON.stringify(value), escaped)
    : dump(value, oneLine).trimEnd()
}

const escaped = (character: string): string => `\\U${character.codePointAt(0)!.toString(16).padStart(8, '0')}`

const oneLine = { lineWidth: -1 }

/** Harmless characters that a literal block cannot hold. */
const unprintable = /[\r\ufffe\uffff]/

/** Text that is most readable in a literal block, and unchanged by it. */
const isBlockText = (value: JsonValue): value is string =>
  typeof value === 'string' &&
  /\n.|[^\n]\n$/.test(value) &&
  /\S/.test(value) &&
  !unprintable.test(value) &&
  isNeutral(value)

function blockHeader(text: string): string {
  const indentation = /^\n*[ \t]/.test(text) ? '2' : ''
  const chomping = text.endsWith('\n') ? (/\n\n$/.test(text) ? '+' : '') : '-'
  return `|${indentation}${chomping}`
}

function blockLines(text: string, indent: string): readonly string[] {
  const written = text.endsWith('\n') ? text.slice(0, -1) : text
  return written.split('\n').map(line => (line === '' ? '' : indent + line))
}
