import { type Diagnosed, positionAt, type SourceFile, type Span } from '@tripline/diagnostics'
import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import type { YamlEntry, YamlNode } from '../node.ts'
import { buildAlias } from './build-alias.ts'
import { buildScalar } from './build-scalar.ts'
import { absent, anchorName, type Building, remember, skip, spanIn, startBuilding, tagOf } from './building.ts'
import { yamlReport } from './yaml-report.ts'

/** Builds the document that `events` describe (without the events of the document itself), as far as it is readable. */
export function buildDocument(file: SourceFile, events: readonly Event[]): Diagnosed<YamlNode> {
  const building = startBuilding(file, events)
  return { value: buildNode(building), diagnostics: building.diagnostics }
}

function buildNode(building: Building): YamlNode {
  const event = building.events[building.next++]!
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return buildScalar(building, event)
    case EVENT_ID.ALIAS:
      return buildAlias(building, event)
    case EVENT_ID.SEQUENCE:
      return buildSequence(building, event)
    case EVENT_ID.MAPPING:
      return buildMapping(building, event)
    default:
      throw new Error(`unexpected YAML event ${event.type}`)
  }
}

function buildSequence(building: Building, event: SequenceEvent): YamlNode {
  const items: YamlNode[] = []
  const { span, size } = buildWithin(building, event, '!!seq', () => {
    const item = buildNode(building)
    items.push(item)
    return [item]
  })
  return remember(building, event, { kind: 'sequence', items, span }, size)
}

function buildMapping(building: Building, event: MappingEvent): YamlNode {
  const entries = new Map<string, YamlEntry>()
  const { span, size } = buildWithin(building, event, '!!map', () => {
    const { style } = building.events[building.next] as ScalarEvent
    const key = buildNode(building)
    const value = buildNode(building)
    addEntry(building, entries, key, value, style === SCALAR_STYLE.PLAIN)
    return [key, value]
  })
  return remember(building, event, { kind: 'mapping', entries: [...entries.values()], span }, size)
}

/** Calls `each` until the collection that `event` opened is closed; returns its span and how many values it holds. */
function buildWithin(
  building: Building,
  event: SequenceEvent | MappingEvent,
  coreTag: string,
  each: () => readonly YamlNode[],
): { readonly span: Span; readonly size: number } {
  const { anchors, diagnostics, events, sizes } = building
  const tag = tagOf(building, event)
  if (tag && tag !== '!' && tag !== coreTag) {
    diagnostics.push(yamlReport['yaml-tag'](spanIn(building, event.tagStart, event.tagEnd), tag))
  }
  if (event.anchorStart !== absent) anchors.delete(anchorName(building, event)) // inside, the name means the open collection
  const flow = event.style === COLLECTION_STYLE.FLOW
  building.cursor = flow ? event.start + 1 : event.start
  let size = 1
  while (events[building.next]!.type !== EVENT_ID.POP) for (const node of each()) size += sizes.get(node) ?? 1
  building.next += 1
  if (flow) skip(building, closingBracket)
  return { span: spanIn(building, event.start, building.cursor), size }
}

function addEntry(
  { file, diagnostics }: Building,
  entries: Map<string, YamlEntry>,
  key: YamlNode,
  value: YamlNode,
  plain: boolean,
): void {
  if (key.kind !== 'scalar') {
    diagnostics.push(yamlReport['yaml-complex-key'](key.span))
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

const closingBracket = /(?:[ \t\r\n,]|#[^\r\n]*[\r\n])*[\]}]/y
