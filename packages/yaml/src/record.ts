import { nearest } from '@tripline/diagnostics'
import { wrongType } from './collection-readers.ts'
import { schemaOf } from './document-schema.ts'
import type { YamlEntry, YamlMapping, YamlNode } from './node.ts'
import { readReport } from './read-report.ts'
import { nodeSpan, type Reader } from './reader.ts'

/**
 * What a record does about a missing key: nothing (optional), report it and continue (expected), or report it and
 * gives the whole record up (required).
 */
type Presence = 'required' | 'expected' | 'optional'

export interface Field<T, P extends Presence = Presence> {
  readonly presence: P
  readonly reader: Reader<T>
  readonly initial?: T
}

/** The record is useless without this key. */
export const required = <T>(reader: Reader<T>): Field<T, 'required'> => ({ presence: 'required', reader })

/** The key is required, but without it the rest of the record is still checked. */
export const expected = <T>(reader: Reader<T>): Field<T, 'expected'> => ({ presence: 'expected', reader })

export const optional = <T>(reader: Reader<T>): Field<T, 'optional'> => ({ presence: 'optional', reader })

/** An optional key with the value `initial` if it is missing or unreadable. */
export const defaulted = <T>(reader: Reader<T>, initial: NoInfer<T>): Defaulted<T> => ({
  presence: 'optional',
  reader,
  initial,
})

export interface Defaulted<T> extends Field<T, 'optional'> {
  readonly initial: T
}

type Fields = Readonly<Record<string, Field<unknown>>>

type Present<F extends Fields> = {
  [Key in keyof F]: F[Key] extends Defaulted<unknown> | Field<unknown, 'required'> ? Key : never
}[keyof F]

type ValueOf<F> = F extends Field<infer T> ? T : never

/** The object that a table of fields reads; every key that may be absent is optional. */
export type RecordOf<F extends Fields> = { readonly [Key in Present<F>]: ValueOf<F[Key]> } & {
  readonly [Key in Exclude<keyof F, Present<F>>]?: ValueOf<F[Key]>
}

/**
 * A mapping with known keys, as a table of fields:
 *
 *     const watchlist = record('a watchlist', { file: required(text), searchKey: required(text) })
 *
 * Messages call it `name`. A key without a value counts as missing. All fields are read even if the record is unusable, so
 * that one run reports everything.
 */
export function record<F extends Fields>(name: string, fields: F): Reader<RecordOf<F>> {
  const known = Object.entries(fields).map(([key, field]) => ({ key, field }))
  return {
    expected: name,
    read(node, reading) {
      if (node.kind !== 'mapping') return wrongType(node, name, reading)
      const written = new Map<string, YamlEntry>()
      for (const entry of node.entries) written.set(entry.key.text, entry)
      // A required key that is misspelt is one mistake.
      const misspelt = new Set<string>()
      for (const { key } of node.entries) {
        if (Object.hasOwn(fields, key.text)) continue
        const near = nearest(
          key.text,
          Object.keys(fields).filter(field => !written.has(field)),
        )
        const isMissing = near !== undefined && fields[near]!.presence !== 'optional'
        if (isMissing) misspelt.add(near)
        const severity = isMissing ? 'error' : reading.strictness.unknownKeys
        reading.report({ ...readReport['unknown-key'](key.span, key.text, name, near), severity })
      }
      const values: Record<string, unknown> = {}
      let complete = true
      for (const { key, field } of known) {
        const entry = written.get(key)
        const value = entry && !isNothing(entry.value) ? field.reader.read(entry.value, reading) : undefined
        const isMissing = (!entry || isNothing(entry.value)) && !misspelt.has(key)
        if (value === undefined && field.presence !== 'optional' && isMissing) {
          reading.report(readReport['missing-key'](entry ? entry.key.span : ownerSpan(node), key, name))
        }
        if (value !== undefined) values[key] = value
        else if ('initial' in field) values[key] = field.initial
        else if (field.presence === 'required') complete = false
      }
      return complete ? (values as RecordOf<F>) : undefined
    },
    schema: strictness => ({
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(fields).map(([key, field]) => [key, schemaOf(field.reader, strictness)]),
      ),
      required: Object.keys(fields).filter(key => fields[key]!.presence !== 'optional'),
      additionalProperties: strictness.unknownKeys !== 'error',
    }),
  }
}

const isNothing = (node: YamlNode) => node.kind === 'scalar' && node.value === null

/** A missing key is reported at the first key of the record. */
const ownerSpan = (node: YamlMapping) => node.entries[0]?.key.span ?? nodeSpan(node)
