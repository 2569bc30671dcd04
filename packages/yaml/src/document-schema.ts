import type { JsonSchema, Reader, Strictness } from './reader.ts'

/** The schema of what a reader reads; a reader that does not say takes anything. */
export function schemaOf(reader: Reader<unknown>, strictness: Strictness): JsonSchema {
  return reader.schema?.(strictness) ?? {}
}

/**
 * The schema of a document format, for editors to complete and underline by. It is derived from the tables of fields and
 * knows less than the readers: durations and other texts with a grammar are only described.
 */
export function documentSchema(title: string, reader: Reader<unknown>, strictness: Strictness): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...schemaOf(reader, strictness) }
}
