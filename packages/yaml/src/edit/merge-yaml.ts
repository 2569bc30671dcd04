import { isDeepStrictEqual } from 'node:util'
import { isRecord, type JsonValue, type SourceFile } from '@tripline/diagnostics'
import { plainValue, type YamlMapping, type YamlNode, type YamlSequence } from '../node.ts'
import { parseYaml } from '../parse-yaml.ts'
import { blockLayout } from './block-layout.ts'
import { flowLayout } from './flow-layout.ts'
import type { Edits, Layout } from './layout.ts'
import { listChanges } from './list-changes.ts'
import { edited } from './text-edit.ts'

type Members = Readonly<Record<string, JsonValue>>

/**
 * The text of a document in which every value that differs between `from` and `to` is that of `to`. All else stays as it is
 * written: comments, order, spelling, and what neither of them mentions. New keys go after the last one of the same or a lower
 * `rank`. Undefined if it cannot be written so that it says just that.
 */
export function mergeYaml(
  file: SourceFile,
  from: Members,
  to: Members,
  rank: (key: string) => number = () => 0,
): string | undefined {
  const { value: root, diagnostics } = parseYaml(file)
  if (root?.kind !== 'mapping' || diagnostics.length > 0) return undefined
  const expected = merged(root, from, to)
  // Where the smallest edits do not do, whole values of the document's own keys are replaced.
  for (const isWhole of [false, true]) {
    const edits = mappingEdits(root, from, to, { isWhole, rank })
    const text = edits && edited(file.text, edits)
    const after = text === undefined ? undefined : parseYaml({ ...file, text })
    if (after?.value && after.diagnostics.length === 0 && isDeepStrictEqual(plainValue(after.value), expected)) {
      return text
    }
  }
  return undefined
}

interface Way {
  /** Whether values are replaced as a whole. */
  readonly isWhole: boolean
  readonly rank: (key: string) => number
}

const layoutOf = ({ span: { file, start } }: YamlNode): Layout =>
  /[[{]/.test(file.text[start] ?? '') ? flowLayout(file.text) : blockLayout(file.text)

function edits(node: YamlNode, from: JsonValue | undefined, to: JsonValue, way: Way, replace: () => Edits): Edits {
  if (isDeepStrictEqual(plainValue(node), to)) return []
  if (way.isWhole) return replace()
  const below = { ...way, rank: () => 0 }
  if (node.kind === 'mapping' && isMembers(from) && isMembers(to)) {
    return mappingEdits(node, from, to, below) ?? replace()
  }
  if (node.kind === 'sequence' && Array.isArray(from) && Array.isArray(to) && from.length === node.items.length) {
    return sequenceEdits(node, from, to, below) ?? replace()
  }
  return replace()
}

const isMembers = (value: JsonValue | undefined): value is Members => isRecord(value) && !Array.isArray(value)

function mappingEdits(node: YamlMapping, from: Members, to: Members, way: Way): Edits {
  const layout = layoutOf(node)
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  return together(
    keys.map(key => {
      const [before, after] = [from[key], to[key]]
      const index = node.entries.findIndex(entry => entry.key.text === key)
      const entry = node.entries[index]
      if (isDeepStrictEqual(before, after)) return []
      if (after === undefined) return entry ? layout.removeEntry(node, index) : []
      if (entry) return edits(entry.value, before, after, way, () => layout.replaceValue(node, index, after))
      const last = node.entries.findLastIndex(({ key: { text } }) => way.rank(text) <= way.rank(key))
      return layout.insertEntry(node, last + 1, key, after)
    }),
  )
}

function sequenceEdits(node: YamlSequence, from: readonly JsonValue[], to: readonly JsonValue[], way: Way): Edits {
  const layout = layoutOf(node)
  const changes = listChanges(from, to)
  if (!changes || changes.every(({ kind }) => kind !== 'keep' && kind !== 'change')) return undefined
  return together(
    changes.map(change => {
      if (change.kind === 'keep') return []
      if (change.kind === 'insert') return layout.insertItem(node, change.index, to[change.at]!)
      const { index } = change
      if (change.kind === 'remove') return layout.removeItem(node, index)
      const after = to[change.at]!
      return edits(node.items[index]!, from[index], after, way, () => layout.replaceItem(node, index, after))
    }),
  )
}

const together = (parts: readonly Edits[]): Edits =>
  parts.includes(undefined) ? undefined : parts.flatMap(part => part ?? [])

/** What the document is to say. */
function merged(node: YamlNode, from: JsonValue | undefined, to: JsonValue): JsonValue {
  if (node.kind !== 'mapping' || !isMembers(from) || !isMembers(to)) return to
  const kept = node.entries.flatMap(({ key: { text }, value }) => {
    if (isDeepStrictEqual(from[text], to[text])) return [[text, plainValue(value)] as const]
    return to[text] === undefined ? [] : [[text, merged(value, from[text], to[text])] as const]
  })
  const written = new Set(node.entries.map(({ key }) => key.text))
  const added = Object.entries(to).filter(([key, value]) => !written.has(key) && !isDeepStrictEqual(from[key], value))
  return Object.fromEntries([...kept, ...added])
}
