import { isNeutral, type JsonValue } from '@tripline/diagnostics'
import type { YamlEntry, YamlMapping, YamlSequence } from '../node.ts'
import type { TextEdit } from './text-edit.ts'

/** Undefined where a change cannot be made without writing more anew. */
export type Edits = readonly TextEdit[] | undefined

/** How a collection is changed where it is written. Indices count the entries and items as they were. */
export interface Layout {
  replaceValue(node: YamlMapping, index: number, value: JsonValue): Edits
  removeEntry(node: YamlMapping, index: number): Edits
  /** Before the entry with that index. */
  insertEntry(node: YamlMapping, index: number, key: string, value: JsonValue): Edits
  replaceItem(node: YamlSequence, index: number, value: JsonValue): Edits
  removeItem(node: YamlSequence, index: number): Edits
  /** Before the item with that index. */
  insertItem(node: YamlSequence, index: number, value: JsonValue): Edits
}

/** Its value is written elsewhere, before it. */
export const isAlias = ({ key, value }: YamlEntry): boolean => value.span.start < key.span.end

/** A value in the quotes of the scalar that it replaces, if it has some and they can hold it. */
export function scalarLike(before: string, value: JsonValue, write: (value: JsonValue) => string): string {
  if (typeof value !== 'string' || /[\n\r]/.test(value) || !isNeutral(value)) return write(value)
  if (before.startsWith('"')) return JSON.stringify(value)
  if (before.startsWith("'")) return `'${value.replaceAll("'", "''")}'`
  return write(value)
}
