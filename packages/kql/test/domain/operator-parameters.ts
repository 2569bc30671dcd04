import type { ColumnType } from '@tripline/schemas'
import type { Signature } from './parameters.ts'

const numbers = ['long', 'real', 'decimal'] as const
const ordered = [...numbers, 'datetime', 'timespan', 'dynamic'] as const
const all = ['bool', ...numbers, 'string', 'datetime', 'timespan', 'guid', 'dynamic'] as const
const text = ['string', 'dynamic'] as const

const taking = (...types: readonly (readonly ColumnType[])[]): Signature => ({
  parameters: types.map((accepted, index) => ({
    name: ['left', 'right', 'upper'][index]!,
    types: accepted,
    constant: false,
  })),
  least: types.length,
  most: types.length,
})

const named = (names: readonly string[], signature: Signature): Readonly<Record<string, Signature>> =>
  Object.fromEntries(names.flatMap(name => [name, `!${name}`]).map(name => [name, signature]))

/** Operators, which the parser does not describe as functions. */
export const operatorParameters: Readonly<Record<string, Signature>> = {
  ...Object.fromEntries(['+', '-', '*', '/', '%'].map(name => [name, taking(ordered, ordered)])),
  negate: taking(ordered),
  ...Object.fromEntries(['==', '!='].map(name => [name, taking(all, all)])),
  ...Object.fromEntries(['<', '<=', '>', '>='].map(name => [name, taking(ordered, ordered)])),
  ...Object.fromEntries(['=~', '!~'].map(name => [name, taking(text, text)])),
  ...named(['between'], taking(ordered, ordered, ordered)),
  ...named(['in', 'in~'], taking(all, all)),
  ...Object.fromEntries(['has_any', 'has_all'].map(name => [name, taking(text, text)])),
  and: taking(['bool'], ['bool']),
  or: taking(['bool'], ['bool']),
  'matches regex': taking(text, ['string']),
  ...named(
    ['has', 'hasprefix', 'hassuffix', 'contains', 'startswith', 'endswith'].flatMap(name => [name, `${name}_cs`]),
    taking(text, text),
  ),
}
