import { wrongType } from './collection-readers.ts'
import { schemaOf } from './document-schema.ts'
import type { Reader } from './reader.ts'
import { type Field, record, required } from './record.ts'
import { oneOf } from './scalar-readers.ts'

/**
 * A mapping in which one key, the tag, says what the others are:
 *
 *     const action = variant('an action', 'actionType', { RunPlaybook: { order: optional(wholeNumber) }, … })
 */
export function variant(
  name: string,
  tag: string,
  kinds: Readonly<Record<string, Readonly<Record<string, Field<unknown>>>>>,
): Reader<Readonly<Record<string, unknown>>> {
  const names = Object.keys(kinds)
  const readers = new Map(
    Object.entries(kinds).map(([kind, fields]) => [kind, record(name, { [tag]: required(oneOf([kind])), ...fields })]),
  )
  const untagged = record(name, { [tag]: required(oneOf(names)) })
  return {
    expected: name,
    read(node, reading) {
      if (node.kind !== 'mapping') return wrongType(node, name, reading)
      const written = node.entries.find(({ key }) => key.text === tag)?.value
      const reader = written?.kind === 'scalar' ? readers.get(written.text) : undefined
      // Without a known tag, nothing can be said about the other keys.
      const entries = reader ? node.entries : node.entries.filter(({ key }) => key.text === tag)
      return (reader ?? untagged).read({ ...node, entries }, reading)
    },
    schema: strictness => ({
      type: 'object',
      properties: { [tag]: { enum: names } },
      required: [tag],
      anyOf: [...readers.values()].map(reader => schemaOf(reader, strictness)),
    }),
  }
}
