import type { Expr } from '../../frontend/syntax.ts'
import { type Expression, literal, missing } from '../../plan/expression.ts'
import { type Json, parseJson } from '../../values/json.ts'
import { refuse } from '../refusal.ts'
import type { Steps } from '../steps.ts'

/** A column's field of a record: a text or a dynamic. */
export type ReadField = (
  record: Expression,
  column: number,
  steps: Steps,
) => { readonly value: Expression; readonly isText: boolean }

/** How fields are found in the records of a format; `mapping`: the text of `ingestionMapping`. */
type FieldsOf = (names: readonly string[], mapping: string | undefined, at: Expr) => ReadField

/** Fields by their ordinals in the record. */
const byOrdinal: FieldsOf = (names, mapping, at) => {
  const ordinals = names.map((name, index) => (mapping === undefined ? index : mappedOrdinal(name, mapping, at)))
  return (record, column, steps) => {
    const ordinal = ordinals[column]
    const value =
      ordinal === undefined
        ? missing('string')
        : steps.call('text_at', [record, literal('long', BigInt(ordinal))], 'string')
    return { value, isText: true }
  }
}

/** Fields by the names of the columns, or by the paths of a mapping. */
const byName: FieldsOf = (names, mapping, at) => {
  const paths = names.map(name => (mapping === undefined ? [name] : mappedPath(name, mapping, at)))
  return (record, column, steps) => {
    const path = paths[column]
    const value = path?.reduce<Expression>(
      (subject, step) =>
        typeof step === 'string'
          ? steps.call('dynamic_key', [subject, literal('string', step)], 'dynamic')
          : steps.call('dynamic_index', [subject, literal('long', BigInt(step))], 'dynamic'),
      record,
    )
    return { value: value ?? missing('dynamic'), isText: false }
  }
}

/** The supported formats, by their names in `with (format = …)`. */
export const fieldReaders: Readonly<Record<string, FieldsOf>> = {
  csv: byOrdinal,
  json: byName,
  multijson: byName,
  psv: byOrdinal,
  raw: byOrdinal,
  scsv: byOrdinal,
  sohsv: byOrdinal,
  tsv: byOrdinal,
  txt: byOrdinal,
}

function mappedOrdinal(name: string, mapping: string, at: Expr): number | undefined {
  const property = mappedProperty(name, mapping, 'ordinal', at)
  if (property === undefined) return undefined
  const ordinal = Number(property)
  return Number.isInteger(ordinal) && ordinal >= 0 ? ordinal : refuse(at, 'mapping-ordinal')
}

function mappedPath(name: string, mapping: string, at: Expr): (string | number)[] | undefined {
  const path = mappedProperty(name, mapping, 'path', at)
  if (path === undefined) return undefined
  if (!/^\$(\.\w+|\['[^']+'\]|\["[^"]+"\]|\[\d+\])*$/.test(path)) return refuse(at, 'mapping-path', path)
  return Array.from(path.matchAll(/\.(\w+)|\['([^']+)'\]|\["([^"]+)"\]|\[(\d+)\]/g), ([, a, b, c, index]) =>
    index === undefined ? (a ?? b ?? c)! : Number(index),
  )
}

/** The entry of a mapping for a column, if it has one; its words are case-insensitive. */
function mappedProperty(name: string, mapping: string, wanted: 'path' | 'ordinal', at: Expr): string | undefined {
  const unreadable = (): never => refuse(at, 'mapping-unreadable')
  const entries = parseJson(mapping)
  if (!Array.isArray(entries)) return unreadable()
  for (const entry of entries) {
    const members = lowerKeys(entry)
    if (members?.get('column') !== name) {
      if (typeof members?.get('column') !== 'string') unreadable()
      continue
    }
    const properties = lowerKeys(members.get('properties') ?? new Map())
    const value = properties?.get(wanted) ?? members.get(wanted)
    const others = [...(properties?.keys() ?? [])].some(key => key !== wanted)
    return others || (typeof value !== 'string' && typeof value !== 'number') ? unreadable() : String(value)
  }
  return undefined
}

const lowerKeys = (value: Json): ReadonlyMap<string, Json> | undefined =>
  value instanceof Map ? new Map([...value].map(([key, item]) => [key.toLowerCase(), item])) : undefined
