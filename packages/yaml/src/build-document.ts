import { type Diagnosed, type Diagnostic, positionAt, type SourceFile, type Span } from '@tripline/diagnostics'
import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import type { YamlEntry, YamlNode, YamlScalar } from './node.ts'
import { resolvePlain, resolveTagged } from './resolve-scalar.ts'
import { isBlock, scalarOffsets } from './scalar-offsets.ts'
import { yamlReport } from './yaml-report.ts'

/** More than any rule or test needs, and far less than would exhaust memory. */
const aliasLimit = 10_000

const absent = -1

type NodeEvent = ScalarEvent | SequenceEvent | MappingEvent

/** Builds the document that `events` describe (without the events of the document itself), as far as it is readable. */
export function buildDocument(file: SourceFile, events: readonly Event[]): Diagnosed<YamlNode> {
  const source = file.text
  const diagnostics: Diagnostic[] = []
  const anchors = new Map<string, YamlNode>()
  const sizes = new WeakMap<YamlNode, number>()
  let next = 0
  let expanded = 0
  /** End of the last event: the only position of a value that is not written. */
  let cursor = 0

  const spanOf = (start: number, end: number): Span => ({ file, start, end })

  function skip(pattern: RegExp): void {
    pattern.lastIndex = cursor
    cursor += pattern.exec(source)?.[0].length ?? 0
  }

  const anchorOf = ({ anchorStart, anchorEnd }: NodeEvent | AliasEvent) => source.slice(anchorStart, anchorEnd)

  function remember<Node extends YamlNode>(event: NodeEvent, node: Node, size: number): Node {
    sizes.set(node, size)
    if (event.anchorStart !== absent) anchors.set(anchorOf(event), node)
    return node
  }

  const tagOf = ({ tagStart, tagEnd }: NodeEvent) => (tagStart === absent ? '' : source.slice(tagStart, tagEnd))

  function placeholder(start: number, end: number): YamlScalar {
    return { kind: 'scalar', value: null, text: '', span: spanOf(start, end), offsetAt: () => start }
  }

  function scalar(event: ScalarEvent): YamlScalar {
    const text = getScalarValue(source, event)
    const tag = tagOf(event)
    const value = tag ? resolveTagged(tag, text) : event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text
    if (value === undefined) diagnostics.push(yamlReport['yaml-tag'](spanOf(event.tagStart, event.tagEnd), tag))
    const { span, offsetAt } = placeOf(event, text)
    return remember(event, { kind: 'scalar', value: value ?? null, text, span, offsetAt }, 1)
  }

  function placeOf(event: ScalarEvent, text: string): Pick<YamlScalar, 'span' | 'offsetAt'> {
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
    const block = isBlock(event.style)
    if (event.valueStart === absent || (block && text === '')) {
      if (event.tagStart !== absent || event.anchorStart !== absent) cursor = Math.max(event.tagEnd, event.anchorEnd)
      else skip(indicator)
      const start = cursor
      cursor = Math.max(cursor, event.valueEnd)
      return { span: spanOf(start, start), offsetAt: () => start }
    }
    const offsetAt = scalarOffsets(source, event)
    cursor = quoted ? event.valueEnd + 1 : event.valueEnd
    if (block) return { span: spanOf(offsetAt(0), offsetAt(text.length)), offsetAt }
    return { span: spanOf(quoted ? event.valueStart - 1 : event.valueStart, cursor), offsetAt }
  }

  function alias(event: AliasEvent): YamlNode {
    const name = anchorOf(event)
    cursor = event.anchorEnd
    const start = event.anchorStart - 1
    const node = anchors.get(name)
    if (!node) {
      diagnostics.push(yamlReport['yaml-unknown-alias'](spanOf(start, cursor), name))
      return placeholder(start, cursor)
    }
    const before = expanded
    expanded += sizes.get(node)!
    if (expanded <= aliasLimit) return node
    if (before <= aliasLimit) diagnostics.push(yamlReport['yaml-alias-limit'](spanOf(start, cursor), aliasLimit))
    return placeholder(start, cursor)
  }

  /** Calls `each` until the collection that `event` opened is closed; returns its span and how many values it holds. */
  function within(event: SequenceEvent | MappingEvent, coreTag: string, each: () => readonly YamlNode[]) {
    const tag = tagOf(event)
    if (tag && tag !== '!' && tag !== coreTag) {
      diagnostics.push(yamlReport['yaml-tag'](spanOf(event.tagStart, event.tagEnd), tag))
    }
    if (event.anchorStart !== absent) anchors.delete(anchorOf(event)) // inside, the name means the open collection
    cursor = event.start
    if (event.style === COLLECTION_STYLE.FLOW) cursor += 1
    let size = 1
    while (events[next]!.type !== EVENT_ID.POP) for (const node of each()) size += sizes.get(node) ?? 1
    next += 1
    if (event.style === COLLECTION_STYLE.FLOW) skip(closingBracket)
    return { span: spanOf(event.start, cursor), size }
  }

  function sequence(event: SequenceEvent): YamlNode {
    const items: YamlNode[] = []
    const { span, size } = within(event, '!!seq', () => {
      const item = node()
      items.push(item)
      return [item]
    })
    return remember(event, { kind: 'sequence', items, span }, size)
  }

  function mapping(event: MappingEvent): YamlNode {
    const entries = new Map<string, YamlEntry>()
    const { span, size } = within(event, '!!map', () => {
      const style = (events[next] as ScalarEvent).style
      const key = node()
      const value = node()
      addEntry(entries, key, value, style === SCALAR_STYLE.PLAIN)
      return [key, value]
    })
    return remember(event, { kind: 'mapping', entries: [...entries.values()], span }, size)
  }

  function addEntry(entries: Map<string, YamlEntry>, key: YamlNode, value: YamlNode, plain: boolean): void {
    if (key.kind !== 'scalar') {
      diagnostics.push(yamlReport['yaml-complex-key'](spanOf(key.span.start, key.span.end)))
      return
    }
    if (key.text === '<<' && plain) diagnostics.push(yamlReport['yaml-merge-key'](key.span))
    const earlier = entries.get(key.text)
    if (earlier) {
      const { line } = positionAt(file, earlier.key.span.start)
      diagnostics.push(yamlReport['yaml-duplicate-key'](key.span, key.text, line))
    }
    entries.set(key.text, { key, value })
  }

  function node(): YamlNode {
    const event = events[next++]!
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return scalar(event)
      case EVENT_ID.ALIAS:
        return alias(event)
      case EVENT_ID.SEQUENCE:
        return sequence(event)
      case EVENT_ID.MAPPING:
        return mapping(event)
      default:
        throw new Error(`unexpected YAML event ${event.type}`)
    }
  }

  return { value: node(), diagnostics }
}

/** Space and comments up to and including the indicator of a value that is missing. */
const indicator = /(?:[ \t\r\n]|#[^\r\n]*[\r\n])*[-:?]/y
const closingBracket = /(?:[ \t\r\n,]|#[^\r\n]*[\r\n])*[\]}]/y
