import { type AsimFunction, asimFunction, type Column } from '@tripline/schemas'
import { asimFilter } from './asim-filters.ts'
import type { StoredFunction } from './query-world.ts'

/** A built-in function as the binder knows it: no rows, but its parameters and its columns. */
export function builtInFunction(name: string): StoredFunction | undefined {
  const known = asimFunction(name)
  return known && { ...signatureOf(known), body: `datatable(${known.schema.columns.map(written).join(', ')})[]` }
}

/** A function that answers rows which are given for it. */
export interface AnsweredFunction {
  readonly stored: StoredFunction
  /** The table that the rows are stored in. */
  readonly table: { readonly name: string; readonly columns: readonly Column[] }
}

/** The name of the table with the rows of a function, as messages show it. */
export const answerTable = (name: string): string => `${name}()`

/**
 * A function of ASIM that answers given rows, with aliases filled in as the schema says, and filtered by its parameters as the
 * schema says. Undefined for other names; a parameter in `undocumented` if nothing says which rows one keeps.
 */
export function answeredFunction(name: string): AnsweredFunction | { readonly undocumented: string } | undefined {
  const known = asimFunction(name)
  if (!known) return undefined
  const { schema, parameters } = known
  const filters = parameters.map(parameter => asimFilter(schema.name, parameter.name))
  const undocumented = parameters[filters.indexOf(undefined)]
  if (undocumented) return { undocumented: undocumented.name }
  const conditions = [...filters, kindOf(name)].filter(filter => filter !== undefined && filter !== 'true')
  const aliases = schema.aliases.flatMap(([alias, column]) => [filled(column, alias), filled(alias, column)])
  const steps = [
    ...aliases.map(alias => `extend ${alias}`),
    ...matchingOf(known),
    ...conditions.map(filter => `where ${filter}`),
  ]
  const table = { name: answerTable(name), columns: schema.columns }
  const body = [`['${table.name}']`, ...steps].join('\n| ')
  return { stored: { ...signatureOf(known), body }, table }
}

const signatureOf = ({ name, parameters }: AsimFunction) => ({
  name,
  parameters: `(${parameters.map(parameter => parameter.written).join(', ')})`,
})

const written = ({ name, type }: Column): string => `${name}:${type}`

const filled = (column: string, from: string): string => `${column} = iff(isempty(${column}), ${from}, ${column})`

/** Some functions return one type of event only. */
const kindOf = (name: string): string | undefined => {
  const type = /Create$/.test(name) ? 'ProcessCreated' : /Terminate$/.test(name) ? 'ProcessTerminated' : undefined
  return type && `isempty(EventType) or EventType == '${type}'`
}

/** Which of the addresses matched is a column of its own, where a schema has two. */
function matchingOf({ schema, parameters }: AsimFunction): readonly string[] {
  const p = 'ipaddr_has_any_prefix'
  const isMatched = ['NetworkSession', 'WebSession'].includes(schema.name)
  if (!isMatched || !parameters.some(({ name }) => name === p)) return []
  const [source, destination] = ['SrcIpAddr', 'DstIpAddr'].map(column => `has_any_ipv4_prefix(${column}, ${p})`)
  const cases = [
    `array_length(${p}) == 0, '-'`,
    `${source} and ${destination}, 'Both'`,
    `${source}, 'SrcIpAddr'`,
    `${destination}, 'DstIpAddr'`,
    "'No match'",
  ]
  return [`extend ASimMatchingIpAddr = case(${cases.join(', ')})`]
}
