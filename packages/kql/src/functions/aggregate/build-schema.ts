import { jsonType } from '../../values/dynamic-value.ts'
import { type Bag, type Json, jsonCell, writeJson } from '../../values/json.ts'
import { cellArray } from '../../values/json-container.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { merged } from '../dynamic/bag.ts'

/** What has been seen at one path into the values: names of scalar types, and the schemas under each key. */
interface Shape {
  readonly types: Set<string>
  readonly fields: Map<string, Shape>
  isContainer: boolean
}

const shape = (): Shape => ({ types: new Set(), fields: new Map(), isContainer: false })

function see(seen: Shape, value: Json): void {
  if (value === null) throw refusedValue('unsettled-call', 'the schema of a value that contains null')
  if (typeof value !== 'object' || !(value instanceof Map || Array.isArray(value))) {
    seen.types.add(jsonType(value))
    return
  }
  seen.isContainer = true
  const members: Iterable<readonly [string, Json]> =
    value instanceof Map ? value : value.map(item => ['`indexer`', item] as const)
  if ((value instanceof Map ? value.size : value.length) === 0)
    throw refusedValue('unsettled-call', 'the schema of an empty array or bag')
  for (const [key, item] of members) {
    const field = seen.fields.get(key) ?? shape()
    seen.fields.set(key, field)
    see(field, item)
  }
}

/** A type's name, a bag by key, or an array if several occur (semantics 10.16). */
function describe(seen: Shape): Json {
  const container: Bag = new Map([...seen.fields].map(([key, field]) => [key, describe(field)]))
  const all: Json[] = [...(seen.isContainer ? [container] : []), ...[...seen.types].sort()]
  return all.length === 1 ? all[0]! : all
}

function buildSchema(values: readonly Json[]): Json {
  const root = shape()
  for (const value of values) see(root, value)
  return values.length === 0 ? null : describe(root)
}

/** Aggregates over the array of all dynamics of a group. */
export const schemaUdfs = named({
  schema_of: defineUdf({
    parameters: ['dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (values: string | null) => jsonCell(buildSchema(cellArray(values) ?? [])),
  }),
  bag_of: defineUdf({
    parameters: ['dynamic', 'long'],
    result: 'dynamic',
    nulls: 'receive',
    call: (values, most) => {
      const bag = merged(cellArray(values) ?? [])
      return writeJson(bag.size > Number(most) ? new Map([...bag].slice(0, Number(most))) : bag)
    },
  }),
})
