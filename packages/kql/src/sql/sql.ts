import type { ValueType } from '../plan/expression.ts'
import type { Comparison } from '../plan/node.ts'
import { refusalCodes } from '../refusals/refusal-code.ts'
import type { RefusalText } from '../refusals/refusal-row.ts'
import { type RefusalArguments, type RefusalName, refusalText } from '../refusals/refusal-text.ts'
import { databaseEscapes } from '../values/json-escapes.ts'
import type { Cell } from '../world/dataset.ts'

/** Values known only when the query runs: `now()`, and the ends of the look-back window, in ticks. */
const runValues = ['now', 'from', 'to', 'visibleAt'] as const

export type RunValue = (typeof runValues)[number]

export const isRunValue = (value: unknown): value is RunValue => runValues.includes(value as RunValue)

/** Rows of a stored table, of which a query reads only these stored columns. */
export interface StoredRows {
  readonly table: string
  readonly columns: readonly string[]
}

/** A condition on the rows of a stored table, where these are all that a SELECT reads: how the ticks in a column compare with others. */
export interface StoredBound {
  readonly table: string
  readonly column: string
  readonly comparison: Comparison
  readonly at: Sql
}

/** Two ways to write the same value. */
interface FewOrMany {
  readonly few: Sql
  readonly many: Sql
}

/** SQL text with slots for the run's values, the rows that it reads, and bounds of these. Only the `sql` tag and the exports of this file can create one. */
export interface Sql {
  readonly parts: readonly (Leaf | Sql)[]
  /** The database may compute it again wherever it is named. */
  readonly cheap?: true
}

type Leaf = string | { readonly run: RunValue } | StoredRows | StoredBound | FewOrMany

/** SQL from fixed text and fragments; plain strings are not accepted, so nothing can be injected. */
export function sql(strings: TemplateStringsArray, ...fragments: readonly Sql[]): Sql {
  if (fragments.length === 0) return { parts: strings }
  const parts: (Leaf | Sql)[] = []
  for (let index = 0; index < strings.length; index++) {
    parts.push(strings[index]!)
    const fragment = fragments[index]
    if (fragment) parts.push(fragment)
  }
  return { parts }
}

export const empty: Sql = { parts: [] }

export function join(
  fragments: readonly Sql[],
  separator: ', ' | ',\n' | ' AND ' | ' OR ' | ' UNION ALL ' = ', ',
): Sql {
  const parts: (Leaf | Sql)[] = []
  for (const fragment of fragments) {
    if (parts.length > 0) parts.push(separator)
    parts.push(fragment)
  }
  return { parts }
}

/** A value that is written in another way for a few rows: what serves many may cost more to set up than to go through those. */
export const fewOrMany = (few: Sql, many: Sql): Sql => ({ parts: [{ few, many }] })

/** A quoted identifier. */
export const name = (identifier: string): Sql => ({ parts: [`"${identifier.replaceAll('"', '""')}"`] })

const item = name(' item')

/**
 * Calls `write` with a name for an operand that it uses more than once, so that the database computes the operand once unless
 * it is cheap.
 */
export const computeOnce = (operand: Sql, write: (item: Sql) => Sql): Sql =>
  operand.cheap ? write(operand) : sql`list_transform([${operand}], lambda ${item}: ${write(item)})[1]`

/** A registered function: a JavaScript function or a macro. */
interface RegisteredFunction {
  readonly name: string
}

/** The database's name of a registered function, distinct from its own. */
export const registeredName = (registered: RegisteredFunction): string => `kql_${registered.name}`

/** The names of registered functions in a text of SQL, and whatever looks like one. */
export const registeredNamesIn = (text: string): ReadonlySet<string> => new Set(text.match(/\bkql_\w+/g))

/** A call of one of the database's functions, by name, or of a registered one. */
export const call = (callee: string | RegisteredFunction, args: readonly Sql[]): Sql =>
  sql`${name(typeof callee === 'string' ? callee : registeredName(callee))}(${join(args)})`

export const runValue = (value: RunValue): Sql => ({ parts: [{ run: value }] })

/** A list that is passed with each run of a prepared statement. */
export const parameter = (index: number): Sql => raw(`$${parameterName(index)}`)

export const parameterName = (index: number): string => `p${index}`

/** An operand of FROM. */
export const storedRows = (rows: StoredRows): Sql => ({ parts: [rows] })

/** A condition of WHERE. */
export const storedBound = (bound: StoredBound): Sql => ({ parts: [bound] })

/** `<left> <comparison> <right>` */
export const compared = (left: Sql, comparison: Comparison, right: Sql): Sql => sql`${left} ${raw(comparison)} ${right}`

/** The database's type that carries a KQL type (docs/semantics.md, section 22). */
export const carrier: Readonly<Record<ValueType, Sql>> = {
  bool: sql`BOOLEAN`,
  int: sql`INTEGER`,
  long: sql`BIGINT`,
  real: sql`DOUBLE`,
  decimal: sql`DECIMAL(38, 18)`,
  string: sql`VARCHAR`,
  datetime: sql`BIGINT`,
  timespan: sql`BIGINT`,
  guid: sql`UUID`,
  dynamic: sql`VARCHAR`,
  struct: sql`VARCHAR`,
}

const raw = (text: string): Sql => ({ parts: [text] })

/** A quoted text; NUL, which would end the text for the database's parser, is written by its code. */
export function text(value: string): Sql {
  const pieces = value.split('\0').map(piece => `'${piece.replaceAll("'", "''")}'`)
  return raw(pieces.length === 1 ? pieces[0]! : `(${pieces.join(' || chr(0) || ')})`)
}

export const integer = (value: number | bigint): Sql => raw(value < 0 ? `(${value})` : String(value))

export const real = (value: number): Sql => sql`CAST(${raw(Object.is(value, -0) ? "'-0'" : `'${value}'`)} AS DOUBLE)`

const nulls = Object.fromEntries(
  Object.entries(carrier).map(([type, own]) => [type, flattened(sql`CAST(NULL AS ${own})`)]),
) as Readonly<Record<ValueType, Sql>>

/** A constant of a KQL type as the database's own literal. */
export function value(cell: Cell, type: ValueType): Sql {
  if (cell === null) return nulls[type]
  switch (typeof cell) {
    case 'boolean':
      return raw(cell ? 'TRUE' : 'FALSE')
    case 'bigint':
      return sql`CAST(${raw(`'${cell}'`)} AS ${carrier[type]})`
    case 'number':
      return sql`CAST(${raw(`'${Object.is(cell, -0) ? '-0.0' : cell}'`)} AS ${carrier[type]})`
    case 'string':
      if (type === 'dynamic') return text(databaseEscapes(cell))
      return type === 'string' ? text(cell) : sql`CAST(${text(cell)} AS ${carrier[type]})`
  }
}

const refusalMark = 'this query cannot be answered: '

/** The database's error for a refusal; {@link refusalOf} reads it. */
export const refusalError = (refusal: RefusalText): string => `${refusalMark}${JSON.stringify(refusal)}`

/**
 * Ends the query when a row evaluates it: Kusto's answer is not known, or Kusto itself rejects the row. Can replace a value of
 * any type.
 */
export const refusal = <Name extends RefusalName>(name: Name, ...args: RefusalArguments<Name>): Sql =>
  sql`error(${text(refusalError(refusalText(name, ...args)))})`

/** The refusal in an error of the database, if it is one; an error may also quote data that looks like one. */
export function refusalOf(message: string): RefusalText | undefined {
  const at = message.indexOf(refusalMark)
  if (at < 0) return undefined
  try {
    const refusal: RefusalText = JSON.parse(message.slice(at + refusalMark.length))
    return Object.hasOwn(refusalCodes, refusal.code) ? refusal : undefined
  } catch {
    return undefined
  }
}

export type RunValues = Readonly<Partial<Record<RunValue, bigint>>>

/** What stands for stored rows in FROM, and for their bounds. */
export interface Reading {
  readonly from: (rows: StoredRows) => Sql
  readonly where: (bound: StoredBound) => Sql
}

/** Rows are read from their table. */
export const plainReading: Reading = {
  from: ({ table }) => name(table),
  where: ({ column, comparison, at }) => compared(name(column), comparison, at),
}

/** The text to send, with the run's values filled in. */
export const render = (query: Sql, values: RunValues, reading = plainReading): string =>
  written(query, run => `CAST('${values[run]}' AS BIGINT)`, reading)

/**
 * The text to prepare, and the run's value that each of its parameters stands for. No name occurs twice: the database would plan
 * such a statement again whenever it runs.
 */
export function renderParameters(
  query: Sql,
  reading = plainReading,
): { readonly text: string; readonly values: ReadonlyMap<string, RunValue> } {
  const values = new Map<string, RunValue>()
  const parameter = (run: RunValue): string => {
    const name = `${run}${values.size}`
    values.set(name, run)
    return `CAST($${name} AS BIGINT)`
  }
  return { text: written(query, parameter, reading), values }
}

/** A query's text with the names of its run values, such as `$now`; for reading only. */
export const renderNames = (query: Sql): string => written(query, run => `$${run}`, plainReading)

function written(query: Sql, run: (value: RunValue) => string, reading: Reading): string {
  const texts: string[] = []
  for (const part of leaves(query)) {
    if (typeof part === 'string') texts.push(part)
    else if ('run' in part) texts.push(run(part.run))
    else if ('many' in part) texts.push(written(part.many, run, reading))
    else texts.push(written('at' in part ? reading.where(part) : reading.from(part), run, reading))
  }
  return texts.join('')
}

/** A statement with tables of its own before those that it begins with. */
export function withTables(tables: readonly Sql[], query: Sql): Sql {
  if (tables.length === 0) return query
  const [start, ...rest] = flattened(query).parts
  const own = typeof start === 'string' && start.startsWith('WITH ')
  return sql`WITH ${join(tables)}${own ? sql`, ` : sql` `}${{ parts: [own ? start.slice('WITH '.length) : start!, ...rest] }}`
}

/** What a query needs besides its text. */
interface Needs {
  readonly values: ReadonlySet<RunValue>
  readonly rows: readonly StoredRows[]
}

/** A query runs many times. */
const known = new WeakMap<Sql, Needs>()

function needsOf(query: Sql): Needs {
  const found = known.get(query)
  if (found) return found
  const values = new Set<RunValue>()
  const rows: StoredRows[] = []
  for (const part of leaves(query)) {
    if (typeof part === 'string') continue
    if ('run' in part) values.add(part.run)
    else if ('columns' in part) rows.push(part)
    else for (const value of needs('many' in part ? part.many : part.at)) values.add(value)
  }
  const made = { values, rows }
  known.set(query, made)
  return made
}

/** The run values that a query needs. */
export const needs = (query: Sql): ReadonlySet<RunValue> => needsOf(query).values

/** The stored rows that a query reads, once for each time it reads them; the same list for the same query. */
export const reads = (query: Sql): readonly StoredRows[] => needsOf(query).rows

/** The same SQL without nesting. */
export function flattened(query: Sql): Sql {
  return joined(query, ({ few, many }) => fewOrMany(flattened(few), flattened(many)))
}

/** The query as it is written for a few rows. */
export const forFewRows = (query: Sql): Sql => joined(query, ({ few }) => forFewRows(few))

function joined(query: Sql, choose: (choice: FewOrMany) => Sql): Sql {
  const parts: Leaf[] = []
  const add = (part: Leaf): void => {
    const last = parts.at(-1)
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
  }
  for (const part of leaves(query)) {
    if (typeof part === 'object' && 'many' in part) for (const chosen of choose(part).parts) add(chosen as Leaf)
    else add(part)
  }
  return { parts }
}

/** How often queries contain each fragment of others. One is looked into twice at most: fragments share others. */
export function timesNamed(queries: readonly Sql[]): ReadonlyMap<Sql, 'once' | 'more'> {
  const times = new Map<Sql, 'once' | 'more'>()
  const stack = [...queries]
  for (let query = stack.pop(); query !== undefined; query = stack.pop()) {
    const before = times.get(query)
    if (before === 'more') continue
    times.set(query, before ? 'more' : 'once')
    for (const part of query.parts) {
      if (typeof part !== 'object') continue
      if ('many' in part) stack.push(part.few, part.many)
      else if ('parts' in part && !isText(part)) stack.push(part)
    }
  }
  return times
}

const isText = ({ parts }: Sql): boolean => parts.length === 1 && typeof parts[0] === 'string'

/** The leaves in order. Not recursive, because a query may be nested deeper than the stack. */
function leaves(query: Sql): readonly Leaf[] {
  const found: Leaf[] = []
  const stack: Sql['parts'][number][] = [query]
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    if (typeof part === 'string' || !('parts' in part)) found.push(part)
    else for (let index = part.parts.length - 1; index >= 0; index--) stack.push(part.parts[index]!)
  }
  return found
}
