import { isDeepStrictEqual } from 'node:util'
import type { Diagnosed, JsonValue, SourceFile } from '@tripline/diagnostics'
import type { YamlNode } from '../node.ts'
import { parseYaml } from '../parse-yaml.ts'
import { indentLines } from './indent-lines.ts'
import { spaceTokens } from './space-tokens.ts'

/**
 * The text of a document with two spaces for each level and even spaces between tokens. Keys, comments, quotes and scalars stay
 * as they are, and so do the lines of a flow collection that has several. A file with CRLF anywhere gets it everywhere,
 * and a byte order mark is removed. Formatting is idempotent. A file whose meaning would change is returned as it is.
 */
export function formatYaml(file: SourceFile): Diagnosed<string> {
  const before = parseYaml(file)
  if (!before.value || before.diagnostics.length > 0) return { diagnostics: before.diagnostics }
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n'
  const even = file.text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const text = withLayout(even, spaceTokens, indentLines)?.replaceAll('\n', newline)
  const after = text === undefined ? undefined : parseYaml({ ...file, text }).value
  const isSame = after !== undefined && isDeepStrictEqual(written(before.value), written(after))
  return { value: text !== undefined && isSame ? text : file.text, diagnostics: [] }
}

type Layout = (text: string, node: YamlNode) => string

/** Each step starts from the document as the step before it left it; undefined if that cannot be read. */
function withLayout(text: string, ...steps: readonly Layout[]): string | undefined {
  let laidOut = text
  for (const step of steps) {
    const { value } = parseYaml({ path: '', text: laidOut })
    if (!value) return undefined
    laidOut = step(laidOut, value)
  }
  return laidOut
}

/** A document as plain data, with its scalars as they are spelled: `007` is not `7`. */
function written(node: YamlNode): JsonValue {
  if (node.kind === 'scalar') return [node.value, node.text]
  if (node.kind === 'sequence') return node.items.map(written)
  return node.entries.map(({ key, value }) => [key.text, written(value)])
}
