import type { JsonSchema, Reader, Strictness } from './reader.ts'

/** The schema of a reader's input (default: anything). */
export function schemaOf(reader: Reader<unknown>, strictness: Strictness): JsonSchema {
  return reader.schema?.(strictness) ?? {}
}

/**
 * The schema of a document format, with which editors complete and validate. It is derived from the tables of fields and is
 * less strict than the readers: durations and other text with a grammar are only described.
 */
export function documentSchema(title: string, reader: Reader<unknown>, strictness: Strictness): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...schemaOf(reader, strictness) }
}
