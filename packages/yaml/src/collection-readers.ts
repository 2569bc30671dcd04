import type { Located } from '@tripline/diagnostics'
import { schemaOf } from './document-schema.ts'
import type { YamlNode } from './node.ts'
import { readReport } from './read-report.ts'
import { nodeSpan, type Reader, type Reading } from './reader.ts'
import { kindOf } from './scalar-readers.ts'

/** A list; items that cannot be read are reported and left out. */
export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return {
    expected: `a list, each item ${item.expected}`,
    read(node, reading) {
      if (node.kind !== 'sequence') return wrongType(node, this.expected, reading)
      return node.items.map(each => item.read(each, reading)).filter(value => value !== undefined)
    },
    schema: strictness => ({ type: 'array', items: schemaOf(item, strictness) }),
  }
}

/** One value or a list of values, as a list. */
export function oneOrMore<T>(item: Reader<T>): Reader<readonly T[]> {
  const items = list(item)
  return {
    expected: `${item.expected} or a list of them`,
    read(node, reading) {
      if (node.kind === 'sequence') return items.read(node, reading)
      const value = item.read(node, reading)
      return value === undefined ? undefined : [value]
    },
    schema: strictness => ({ anyOf: [schemaOf(item, strictness), schemaOf(items, strictness)] }),
  }
}

/** A key that the author chose, and its value. */
export interface Entry<T> {
  readonly key: Located<string>
  readonly value: T
}

/** A mapping whose keys are the author's, in the order written; entries that cannot be read are reported and left out. */
export function mapOf<T>(value: Reader<T>): Reader<readonly Entry<T>[]> {
  return {
    expected: `a mapping, each value ${value.expected}`,
    read(node, reading) {
      if (node.kind !== 'mapping') return wrongType(node, this.expected, reading)
      return node.entries.flatMap(entry => {
        const read = value.read(entry.value, reading)
        return read === undefined ? [] : [{ key: { value: entry.key.text, span: entry.key.span }, value: read }]
      })
    },
    schema: strictness => ({ type: 'object', additionalProperties: schemaOf(value, strictness) }),
  }
}

/** The value with the span of the whole node: `located(list(text))`. */
export function located<T>(reader: Reader<T>): Reader<Located<T>> {
  return {
    ...reader,
    read(node, reading) {
      const value = reader.read(node, reading)
      return value === undefined ? undefined : { value, span: nodeSpan(node) }
    },
  }
}

/** The value, converted: `mapped(list(text), names => new Set(names))`. */
export function mapped<T, U>(reader: Reader<T>, make: (value: T) => U): Reader<U> {
  return {
    ...reader,
    read(node, reading) {
      const value = reader.read(node, reading)
      return value === undefined ? undefined : make(value)
    },
  }
}

type Shapes = Partial<Record<YamlNode['kind'], Reader<unknown>>>
type ReadByShape<S extends Shapes> = { [Kind in keyof S]: S[Kind] extends Reader<infer T> ? T : never }[keyof S]

/** Chooses the reader by the node's shape: `byShape({ scalar: wholeNumber, sequence: list(incident) })`. */
export function byShape<S extends Shapes>(shapes: S): Reader<ReadByShape<S>> {
  const expected = Object.values(shapes)
    .map(reader => reader.expected)
    .join(' or ')
  return {
    expected,
    read(node, reading) {
      const reader = shapes[node.kind] as Reader<ReadByShape<S>> | undefined
      return reader ? reader.read(node, reading) : wrongType(node, expected, reading)
    },
    schema: strictness => ({ anyOf: Object.values(shapes).map(reader => schemaOf(reader, strictness)) }),
  }
}

/** The node itself, unread. */
export const anyNode: Reader<YamlNode> = { expected: 'a value', read: node => node }

export function wrongType(node: YamlNode, expected: string, { report }: Reading): undefined {
  report(readReport['wrong-type'](nodeSpan(node), expected, kindOf(node)))
}
