import { isDeepStrictEqual } from 'node:util'
import type { Diagnosed, JsonValue, SourceFile } from '@tripline/diagnostics'
import { formatQuery } from '@tripline/kql/compile'
import { parseYaml, plainValue, type YamlEntry, type YamlMapping, type YamlNode } from '@tripline/yaml'
import { loadReport } from '../load/load-report.ts'
import { functionLayout, type KqlLayout, ruleLayout } from './key-order.ts'

/**
 * The formatted text of a rule file: keys in a fixed order, the query in a literal block as the official formatter lays it
 * out. Comments stay with the key after them. A file with CRLF anywhere gets it everywhere, and a byte order mark is removed.
 * Formatting is idempotent. A file whose meaning would change (for example, an alias before its anchor) keeps its text.
 * Absent if the file is not a YAML mapping.
 */
export const formatRule = (file: SourceFile): Diagnosed<string> => formatKqlDocument(file, ruleLayout)

/** The same for the file of a function. */
export const formatFunction = (file: SourceFile): Diagnosed<string> => formatKqlDocument(file, functionLayout)

function formatKqlDocument(file: SourceFile, layout: KqlLayout): Diagnosed<string> {
  const { value: node, diagnostics } = parseYaml(file)
  if (!node || diagnostics.length > 0) return { diagnostics }
  if (node.kind !== 'mapping') return { diagnostics: [loadReport['not-a-rule'](node.span)] }
  const kql = kqlOf(node, layout)
  const text = formatted(file, node, kql, layout)
  return { value: saysTheSame(node, { ...file, text }, kql, layout) ? text : file.text, diagnostics: [] }
}

/** The KQL for a literal block; undefined if there is none, or if a block cannot hold it. */
function kqlOf({ entries }: YamlMapping, layout: KqlLayout): string | undefined {
  const value = entries.find(({ key }) => key.text === layout.kql)?.value
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

function formatted({ text }: SourceFile, { entries }: YamlMapping, kql: string | undefined, layout: KqlLayout): string {
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
  const blocks = blocksOf(lines.slice(0, end), starts, entries, kql, layout)
  const ordered = blocks.toSorted((a, b) => layout.rank(a.key) - layout.rank(b.key))
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
  layout: KqlLayout,
): readonly Block[] {
  const ends = starts.map((start, index) => {
    const next = starts[index + 1]
    return next === undefined ? lines.length : beforeRemarks(lines, next, start)
  })
  return entries.map(({ key }, index): Block => {
    const from = index === 0 ? starts[0]! : ends[index - 1]!
    const own = lines.slice(from, ends[index]).filter((line, at) => line.trim() !== '' || at > starts[index]! - from)
    const keyLine = own.findIndex(line => !line.startsWith('#'))
    const isKql = key.text === layout.kql && kql !== undefined
    return { key: key.text, lines: isKql ? withKql(own, keyLine, kql, layout) : trimmed(own) }
  })
}

function trimmed(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex(line => line.trim() !== '')
  return lines.slice(0, last + 1)
}

/** The block of the KQL with its new text. Comments before its key and on its line are kept. */
function withKql(lines: readonly string[], keyLine: number, kql: string, layout: KqlLayout): readonly string[] {
  const [, key, remark] = /^["']?(\w+)["']?\s*:\s*[|>][-+\d]*[ \t]*(#.*)$/.exec(lines[keyLine]!) ?? []
  return [
    ...lines.slice(0, keyLine),
    `${layout.kql}: |${key === layout.kql ? ` ${remark}` : ''}`,
    ...kql.split('\n').map(line => (line === '' ? '' : `  ${line}`)),
  ]
}

/** Whether a text holds the same document, apart from the layout of the KQL. */
function saysTheSame(before: YamlNode, file: SourceFile, kql: string | undefined, layout: KqlLayout): boolean {
  const { value: after, diagnostics } = parseYaml(file)
  if (!after || diagnostics.length > 0) return false
  return isDeepStrictEqual(withTrimmedKql(before, kql, layout), withTrimmedKql(after, undefined, layout))
}

function withTrimmedKql(node: YamlNode, kql: string | undefined, layout: KqlLayout): JsonValue {
  const plain = plainValue(node)
  if (plain === null || typeof plain !== 'object' || Array.isArray(plain)) return plain
  const written = (plain as Readonly<Record<string, JsonValue>>)[layout.kql]
  return typeof written === 'string' ? { ...plain, [layout.kql]: (kql ?? written).trimEnd() } : plain
}
