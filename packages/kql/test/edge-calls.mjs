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

const scalarNames = new Set(functionRows.flatMap(row => (row.kind === 'scalar' || row.kind === 'udf' ? row.names : [])))

let functions
let kinds

/** The functions that queries may name, and the names of the kinds of parameters by their numbers, as the parser has them. */
function load() {
  loadParser()
  functions ??= toArray(Language.Functions.All).filter(({ Name }) => scalarNames.has(Name))
  kinds ??= new Map(Object.entries(Symbols.ParameterTypeKind).map(([name, kind]) => [kind, name]))
}

function typesTaken({ TypeKind, DeclaredTypes }) {
  const declared = toArray(DeclaredTypes).map(({ Name }) => Name)
  const known = declared.filter(type => edgeTypes.includes(type))
  if (known.length > 0) return known
  return takenBy.find(([name]) => name.test(kinds.get(TypeKind) ?? ''))?.[1] ?? edgeTypes
}

/**
 * One call in several forms that must answer alike: over constants, over the columns of one row, and over some of both, as
 * rules have it. The index decides the function, with the seed its arguments.
 * @param {number} seed
 * @param {number} index
 * @returns {readonly string[]}
 */
export function edgeCall(seed, index) {
  load()
  const next = randomFrom(seed + index)
  const pick = items => items[Math.floor(next() * items.length)]
  const { Name, Signatures } = functions[index % functions.length]
  const { Parameters, MinArgumentCount, MaxArgumentCount } = pick(toArray(Signatures))
  const parameters = toArray(Parameters)
  const most = Math.min(MaxArgumentCount, MinArgumentCount + 2)
  const count = MinArgumentCount + Math.floor(next() * (most - MinArgumentCount + 1))
  const args = Array.from({ length: count }, (_, position) => {
    const type = pick(typesTaken(parameters[Math.min(position, parameters.length - 1)]))
    return { type, value: pick(edgeValues[type]) }
  })
  const called = values => `${Name}(${values.join(', ')})`
  const values = args.map(({ value }) => value)
  const columns = args.map((_, position) => `c${position}`)
  const declared = args.map(({ type }, position) => `c${position}:${type}`)
  const row = count > 0 ? `datatable(${declared.join(', ')})[${values.join(', ')}]` : 'print true'
  const inRow = cells => `${row} | project x = ${called(cells)}`
  return [
    `print x = ${called(values)}`,
    inRow(columns),
    inRow(columns.map((column, position) => (next() < 0.5 ? column : values[position]))),
  ]
}
