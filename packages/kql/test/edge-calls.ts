import { Language, loadParser, Symbols, toArray } from '../src/frontend/parser.ts'
import { functionRows } from '../src/functions/registry.ts'
import { type EdgeType, edgeTypes, edgeValues } from './edge-values.ts'

/** A call over constants, and the same over the columns of one row. */
export interface EdgeCall {
  readonly constant: string
  readonly row: string
}

interface Parameter {
  readonly TypeKind: number
  readonly DeclaredTypes: unknown
  readonly MinOccurring: number
  readonly MaxOccurring: number
}
interface Signature {
  readonly Parameters: unknown
  readonly MinArgumentCount: number
  readonly MaxArgumentCount: number
}
interface FunctionSymbol {
  readonly Name: string
  readonly Signatures: unknown
}

/** What kinds of parameters take; any other takes everything. */
const takenBy: readonly (readonly [RegExp, readonly EdgeType[]])[] = [
  [/Integer/, ['int', 'long']],
  [/Number|Real|Decimal/, ['int', 'long', 'real', 'decimal']],
  [/String/, ['string', 'dynamic']],
  [/Dynamic|Array|Bag/, ['dynamic']],
]

/** The names of the parser's kinds of parameters by their numbers. */
const kindNames = (): ReadonlyMap<number, string> =>
  new Map(
    Object.entries(Symbols.ParameterTypeKind as unknown as Readonly<Record<string, number>>).map(([name, kind]) => [
      kind,
      name,
    ]),
  )

function typesOf(parameter: Parameter, kinds: ReadonlyMap<number, string>): readonly EdgeType[] {
  const kind = kinds.get(parameter.TypeKind) ?? ''
  const declared = toArray<{ readonly Name: string }>(parameter.DeclaredTypes).map(({ Name }) => Name as EdgeType)
  const known = declared.filter(type => edgeTypes.includes(type))
  if (known.length > 0) return known
  return takenBy.find(([name]) => name.test(kind))?.[1] ?? edgeTypes
}

/** Numbers from 0 up to one, the same for the same seed (the generator of Park and Miller). */
function random(seed: number): () => number {
  let state = (seed % 2147483646) + 1
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

const scalarNames: ReadonlySet<string> = new Set(
  functionRows.flatMap(row => (row.kind === 'scalar' || row.kind === 'udf' ? row.names : [])),
)

/** Endless calls of the functions that queries may name, one function after the other, over edge values. */
export function* edgeCalls(seed: number): Generator<EdgeCall> {
  loadParser()
  const kinds = kindNames()
  const next = random(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!
  const functions = toArray<FunctionSymbol>(Language.Functions.All).filter(({ Name }) => scalarNames.has(Name))
  for (let index = Math.floor(next() * functions.length); ; index = (index + 1) % functions.length) {
    const { Name, Signatures } = functions[index]!
    const signature = pick(toArray<Signature>(Signatures))
    const parameters = toArray<Parameter>(signature.Parameters)
    const most = Math.min(signature.MaxArgumentCount, signature.MinArgumentCount + 2)
    const count = signature.MinArgumentCount + Math.floor(next() * (most - signature.MinArgumentCount + 1))
    const args = Array.from({ length: count }, (_, position) => {
      const type = pick(typesOf(parameters[Math.min(position, parameters.length - 1)]!, kinds))
      return { type, value: pick<string>(edgeValues[type]) }
    })
    if (args.length === 0) continue
    const columns = args.map(({ type }, position) => `c${position}:${type}`)
    const cells = args.map(({ value }) => value)
    yield {
      constant: `print x = ${Name}(${cells.join(', ')})`,
      row: `datatable(${columns.join(', ')})[${cells.join(', ')}] | project x = ${Name}(${args.map((_, position) => `c${position}`).join(', ')})`,
    }
  }
}
