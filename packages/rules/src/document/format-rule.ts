import { isDeepStrictEqual } from 'node:util'
import type { Diagnosed, JsonValue, SourceFile } from '@tripline/diagnostics'
import { formatQuery } from '@tripline/kql/compile'
import { parseYaml, plainValue, type YamlEntry, type YamlMapping, type YamlNode } from '@tripline/yaml'
import { loadReport } from '../load/load-report.ts'
import { keyRank } from './key-order.ts'

/**
 * The formatted text of a rule file: keys in a fixed order, the query in a literal block as the official formatter lays it
 * out. Comments stay with the key after them. A file with CRLF anywhere gets it everywhere, and a byte order mark is removed.
 * Formatting is idempotent. A file whose meaning would change (for example, an alias before its anchor) keeps its text.
 * Absent if the file is not a YAML mapping.
 */
export function formatRule(file: SourceFile): Diagnosed<string> {
  const { value: node, diagnostics } = parseYaml(file)
  if (!node || diagnostics.length > 0) return { diagnostics }
  if (node.kind !== 'mapping') return { diagnostics: [loadReport['not-a-rule'](node.span)] }
  const kql = queryOf(node)
  const text = formatted(file, node, kql)
  return { value: saysTheSame(node, { ...file, text }, kql) ? text : file.text, diagnostics: [] }
}

/** The query for a literal block; undefined if there is none, or if a block cannot hold it. */
function queryOf({ entries }: YamlMapping): string | undefined {
  const value = entries.find(({ key }) => key.text === 'query')?.value
  if (value?.kind !== 'scalar' || typeof value.value !== 'string' || value.text.trim() === '') return undefined
  const kql = formatQuery(value.text).replace(/(?<!\n)\n+$/, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a literal block cannot hold them
  return /[\0-\x08\v\f\r\x0e-\x1f\x7f\ufeff]|^[ \t]/.test(kql) ? undefined : kql
}

/** The lines of one top-level key, with the comments before it. */
interface Block {
  readonly key: string
  readonly lines: readonly string[]
}

function formatted({ text }: SourceFile, { entries }: YamlMapping, kql: string | undefined): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  const starts = entries.map(({ key }) => lineOf(text, key.span.start))
  const isPlain = entries.every(({ key }, index) => {
    const line = lines[starts[index]!]!
    return line.startsWith(key.text) || line.startsWith(`"${key.text}"`) || line.startsWith(`'${key.text}'`)
  })
  if (!isPlain || new Set(starts).size < starts.length) return text
  // Lines before the first key and after the last belong to the file, such as the line that names its schema.
  const end = beforeRemarks(lines, lines.length, starts.at(-1)!)
  const blocks = blocksOf(lines.slice(0, end), starts, entries, kql)
  const ordered = blocks.toSorted((a, b) => keyRank(a.key) - keyRank(b.key))
  const all = [...lines.slice(0, starts[0]), ...ordered.flatMap(block => block.lines), ...lines.slice(end)]
  return `${all.join('\n').trimEnd()}\n`.replaceAll('\n', newline)
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split(/\r\n|\r|\n/).length - 1

/** The first line of the unindented comments directly before line `end`. */
function beforeRemarks(lines: readonly string[], end: number, start: number): number {
  let line = end
  while (line > start + 1 && /^(?:#.*|\s*)$/.test(lines[line - 1]!)) line -= 1
  return line
}

function blocksOf(
  lines: readonly string[],
  starts: readonly number[],
  entries: readonly YamlEntry[],
  kql: string | undefined,
): readonly Block[] {
  const ends = starts.map((start, index) => {
    const next = starts[index + 1]
    return next === undefined ? lines.length : beforeRemarks(lines, next, start)
  })
  return entries.map(({ key }, index): Block => {
    const from = index === 0 ? starts[0]! : ends[index - 1]!
    const own = lines.slice(from, ends[index]).filter((line, at) => line.trim() !== '' || at > starts[index]! - from)
    const keyLine = own.findIndex(line => !line.startsWith('#'))
    const isQuery = key.text === 'query' && kql !== undefined
    return { key: key.text, lines: isQuery ? withQuery(own, keyLine, kql) : trimmed(own) }
  })
}

function trimmed(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex(line => line.trim() !== '')
  return lines.slice(0, last + 1)
}

/** The block of the query with its new text. Comments before its key and on its line are kept. */
function withQuery(lines: readonly string[], keyLine: number, kql: string): readonly string[] {
  const remark = /^["']?query["']?\s*:\s*[|>][-+\d]*[ \t]*(#.*)$/.exec(lines[keyLine]!)?.[1]
  return [
    ...lines.slice(0, keyLine),
    `query: |${remark ? ` ${remark}` : ''}`,
    ...kql.split('\n').map(line => (line === '' ? '' : `  ${line}`)),
  ]
}

/** Whether a text holds the same document, apart from the layout of the query. */
function saysTheSame(before: YamlNode, file: SourceFile, kql: string | undefined): boolean {
  const { value: after, diagnostics } = parseYaml(file)
  if (!after || diagnostics.length > 0) return false
  return isDeepStrictEqual(withTrimmedQuery(before, kql), withTrimmedQuery(after, undefined))
}

function withTrimmedQuery(node: YamlNode, kql: string | undefined): JsonValue {
  const plain = plainValue(node)
  if (plain === null || typeof plain !== 'object' || !('query' in plain) || typeof plain.query !== 'string')
    return plain
  return { ...plain, query: (kql ?? plain.query).trimEnd() }
}
