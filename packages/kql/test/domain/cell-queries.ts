import type { ColumnType } from '@tripline/schemas'
import type { CallKind } from '../../src/functions/registry.ts'
import { type CellName, cellParts } from './cells.ts'
import { type Parameter, parametersOf, type Signature, signatures } from './parameters.ts'
import { ownLiterals, usualArguments, usualValues } from './usual-arguments.ts'

/** A value at each edge, as a literal of an expression or of a datatable. */
export const edgeLiterals: { readonly [Type in ColumnType]?: Readonly<Record<string, string>> } = {
  bool: { null: 'bool(null)' },
  long: { null: 'long(null)', zero: '0', negative: 'long(-2)', extreme: '9223372036854775807' },
  real: {
    null: 'real(null)',
    zero: '0.0',
    negative: 'real(-2.5)',
    nan: 'real(nan)',
    infinite: 'real(+inf)',
    extreme: '1e300',
  },
  decimal: { null: 'decimal(null)', zero: 'decimal(0)', negative: 'decimal(-2.5)' },
  string: { empty: '""', 'non-ascii': '"é"' },
  datetime: { null: 'datetime(null)', extreme: 'datetime(0001-01-01)' },
  timespan: {
    null: 'time(null)',
    zero: '0s',
    negative: 'time(-1.00:00:00)',
    extreme: 'time(10675199.02:48:05.4775807)',
  },
  guid: { null: 'guid(null)' },
  dynamic: {
    null: 'dynamic(null)',
    empty: 'dynamic([])',
    array: 'dynamic([1,2])',
    bag: 'dynamic({"a":1})',
    text: 'dynamic("a")',
    number: 'dynamic(1)',
    bool: 'dynamic(true)',
    'null-element': 'dynamic([1,null])',
    nested: 'dynamic([[1],2])',
    duplicate: 'dynamic([1,1])',
  },
}

/** The usual text with blanks around it. */
export const padded = (text: string): string => text.replace(/^"(.*)"$/, '" $1 "')

interface Edge {
  readonly parameter: Parameter
  readonly index: number
  readonly signature: Signature
  readonly type: ColumnType
  readonly literal?: string
}

/**
 * The queries that put an argument at the edge of a cell, as a constant and as a column, first the one with the usual value;
 * none for cells that are not about a value (`constant`, `column`).
 */
export function cellQueries(name: string, kind: CallKind, cell: CellName): readonly string[] {
  const edge = edgeAt(name, kind, cell)
  if (!edge) return []
  const { parameter, index, signature, type } = edge
  const args = usualCall(name, signature, Math.max(signature.least, index + 1), type)
  const usual = args[index]!
  const literal = edge.literal ?? padded(usual)
  const called = (value: string): string => callText(name, args.with(index, value))
  const rows = `datatable(c:${type})[${usual}, ${literal}]`
  const table = kind === 'scalar' ? 'print c = 1' : rows
  const over = (from: string, value: string) => `${from} | ${verbs[kind]} x = ${called(value)}`
  return [over(table, usual), over(table, literal), ...(parameter.constant ? [] : [over(rows, 'c')])]
}

const verbs: { readonly [Kind in CallKind]: string } = { scalar: 'extend', aggregate: 'summarize', window: 'serialize' }

/** Arguments at no edge; those that take the type of the cell have it. */
const usualCall = (name: string, signature: Signature, count: number, type: ColumnType): readonly string[] =>
  parametersOf(signature, count).map(
    ({ types }, position) => usualArguments[name]?.[position] ?? usualValues[types.includes(type) ? type : types[0]!],
  )

function edgeAt(name: string, kind: CallKind, cell: CellName): Edge | undefined {
  const { parameter: called, type: given, edge } = cellParts(cell)
  if (edge === 'constant' || edge === 'column') return undefined
  for (const signature of signatures(name, kind)) {
    const index = signature.parameters.findIndex(parameter => parameter.name === called)
    const parameter = signature.parameters[index]
    if (!parameter) continue
    const type = (given as ColumnType | undefined) ?? parameter.types[0]!
    const literal = ownLiterals[name]?.[cell] ?? edgeLiterals[type]?.[edge]
    return { parameter, index, signature, type, ...(literal !== undefined && { literal }) }
  }
  return undefined
}

const infix =
  /^(?:[^\w]+|(?:and|or|matches regex|(?:!?(?:has|contains|startswith|endswith|hasprefix|hassuffix)(?:_cs)?)))$/

/** A call as it is written. */
function callText(name: string, args: readonly string[]): string {
  const [left, right, upper] = args
  if (name === 'negate') return `-(${left})`
  if (/between$/.test(name)) return `${left} ${name} (${right} .. ${upper})`
  if (/^!?in~?$|^has_a(ny|ll)$/.test(name)) return `${left} ${name} (${right})`
  return infix.test(name) ? `${left} ${name} ${right}` : `${name}(${args.join(', ')})`
}
