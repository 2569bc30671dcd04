import { randomFrom } from '../../../scripts/fuzz/random.mjs'
import { Language, loadParser, Symbols, toArray } from '../src/frontend/parser.ts'
import { functionRows } from '../src/functions/registry.ts'
import { edgeTypes, edgeValues } from './edge-values.mjs'

/** What kinds of parameters take; any other takes everything. */
const takenBy = [
  [/Integer/, ['int', 'long']],
  [/Number|Real|Decimal/, ['int', 'long', 'real', 'decimal']],
  [/String/, ['string', 'dynamic']],
  [/Dynamic|Array|Bag/, ['dynamic']],
]

const namesOf = (...kinds) => new Set(functionRows.flatMap(row => (kinds.includes(row.kind) ? row.names : [])))

let functions
let kinds

/** The functions and aggregates that queries may name, and the names of the kinds of parameters by their numbers, as the parser has them. */
function load() {
  if (kinds) return
  loadParser()
  const among = (symbols, names, verb) =>
    toArray(symbols)
      .filter(({ Name }) => names.has(Name))
      .map(symbol => ({ symbol, verb }))
  functions = [
    ...among(Language.Functions.All, namesOf('scalar', 'udf'), 'project'),
    ...among(Language.Aggregates.All, namesOf('aggregate'), 'summarize'),
  ]
  kinds = new Map(Object.entries(Symbols.ParameterTypeKind).map(([name, kind]) => [kind, name]))
}

function typesTaken({ TypeKind, DeclaredTypes }) {
  const declared = toArray(DeclaredTypes).map(({ Name }) => Name)
  if (declared.includes('type')) return ['type']
  const known = declared.filter(type => edgeTypes.includes(type))
  if (known.length > 0) return known
  return takenBy.find(([name]) => name.test(kinds.get(TypeKind) ?? ''))?.[1] ?? edgeTypes
}

const choosing = next => items => items[Math.floor(next() * items.length)]

/**
 * One call in several forms that must answer alike: over constants, over the columns of one row, and over some of both, as
 * rules have it; every tenth is an operator that converts. The index decides the function, with the seed its arguments.
 * @param {number} seed
 * @param {number} index
 * @returns {readonly string[]}
 */
export function edgeCall(seed, index) {
  load()
  const next = randomFrom(seed + index)
  return index % 10 === 9 ? conversion(choosing(next)) : callForms(functions[index % functions.length], next)
}

function callForms({ symbol, verb }, next) {
  const pick = choosing(next)
  const { Parameters, MinArgumentCount, MaxArgumentCount } = pick(toArray(symbol.Signatures))
  const parameters = toArray(Parameters)
  const most = Math.min(MaxArgumentCount, MinArgumentCount + 2)
  const count = MinArgumentCount + Math.floor(next() * (most - MinArgumentCount + 1))
  const args = Array.from({ length: count }, (_, position) => {
    const type = pick(typesTaken(parameters[Math.min(position, parameters.length - 1)]))
    return { type, value: type === 'type' ? `typeof(${pick(edgeTypes)})` : pick(edgeValues[type]) }
  })
  const called = values => `${symbol.Name}(${values.join(', ')})`
  const values = args.map(({ value }) => value)
  const columns = args.map(({ type, value }, position) => (type === 'type' ? value : `c${position}`))
  const held = args.flatMap(({ type, value }, position) => (type === 'type' ? [] : [{ type, value, position }]))
  const declared = held.map(({ type, position }) => `c${position}:${type}`)
  const row =
    held.length > 0 ? `datatable(${declared.join(', ')})[${held.map(({ value }) => value).join(', ')}]` : 'print true'
  const inRow = cells => `${row} | ${verb} x = ${called(cells)}`
  return [
    verb === 'project' ? `print x = ${called(values)}` : `print true | ${verb} x = ${called(values)}`,
    inRow(columns),
    inRow(columns.map((column, position) => (next() < 0.5 ? column : values[position]))),
  ]
}

/** Operators that convert a text or a dynamic to a type; `x` is the result. */
const conversions = {
  string: [
    type => `parse c with x:${type}`,
    type => `parse kind=relaxed c with x:${type}`,
    type => `parse kind=regex c with x:${type}`,
    type => `parse c with * "b" x:${type} "c" *`,
    type => `parse-kv c as (x:${type}) with (pair_delimiter=" ", kv_delimiter="=")`,
    type => `project x = extract("(.+)", 1, c, typeof(${type}))`,
  ],
  dynamic: [type => `mv-expand x = c to typeof(${type})`, type => `mv-apply x = c to typeof(${type}) on (take 3)`],
}

/** One conversion of a value that `print` makes and of the same value in a row. */
function conversion(pick) {
  const from = pick(Object.keys(conversions))
  const operator = pick(conversions[from])(pick(edgeTypes))
  const value = pick(edgeValues[from])
  return [`print c = ${value}`, `datatable(c:${from})[${value}]`].map(rows => `${rows} | ${operator} | project x`)
}
