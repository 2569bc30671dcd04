import type { Diagnostic, SourceFile, Span } from '@tripline/diagnostics'
import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'
import type { YamlNode } from '../node.ts'

export type NodeEvent = ScalarEvent | SequenceEvent | MappingEvent

/** A document on its way from events to nodes. */
export interface Building {
  readonly file: SourceFile
  readonly events: readonly Event[]
  readonly diagnostics: Diagnostic[]
  readonly anchors: Map<string, YamlNode>
  /** How many values a node holds, itself included, if it is more than one. */
  readonly sizes: Map<YamlNode, number>
  /** Index of the next event. */
  next: number
  /** Offset after what was read last, where a value that is not written belongs. */
  cursor: number
  /** How many values aliases have repeated so far. */
  repeated: number
}

export const startBuilding = (file: SourceFile, events: readonly Event[]): Building => ({
  file,
  events,
  diagnostics: [],
  anchors: new Map(),
  sizes: new Map(),
  next: 0,
  cursor: 0,
  repeated: 0,
})

/** What js-yaml gives as the offset of what an event does not have. */
export const absent = -1

export const spanIn = ({ file }: Building, start: number, end: number): Span => ({ file, start, end })

/** Moves the cursor past a sticky pattern, if it matches there. */
export function skip(building: Building, pattern: RegExp): void {
  pattern.lastIndex = building.cursor
  building.cursor += pattern.exec(building.file.text)?.[0].length ?? 0
}

export const anchorName = ({ file }: Building, { anchorStart, anchorEnd }: NodeEvent | AliasEvent): string =>
  file.text.slice(anchorStart, anchorEnd)

/** The tag as written; empty where there is none. */
export const tagOf = ({ file }: Building, { tagStart, tagEnd }: NodeEvent): string =>
  tagStart === absent ? '' : file.text.slice(tagStart, tagEnd)

/** Records a finished node: its size, and the name that aliases know it by. */
export function remember(building: Building, event: NodeEvent, node: YamlNode, size: number): YamlNode {
  if (size > 1) building.sizes.set(node, size)
  if (event.anchorStart !== absent) building.anchors.set(anchorName(building, event), node)
  return node
}
