import type { Dataset, Engine, Rows, RunRequest, StoredFunction } from '@tripline/kql/engine'
import { type Catalogue, type Column, type Table, timeColumn, timeTwin } from '@tripline/schemas'
import { nameLiteral, textLiteral } from './literal.ts'
import type { TemporaryTables } from './temporary-tables.ts'

/** What the data of a query is taken from: an engine that has it loaded, and the functions it knows. */
export interface GivenData {
  readonly engine: Pick<Engine, 'run'>
  readonly catalogue: Catalogue
  readonly functions: readonly StoredFunction[]
  /** The aliases of watchlists that it has; others have columns that nobody knows. */
  readonly watchlists: readonly string[]
  /** What takes data that does not fit into a query; without it, there may be none. */
  readonly tables?: TemporaryTables
}

/** What a dataset gives, but for its engine. */
export const givenBy = (
  catalogue: Catalogue,
  { functions = [], watchlists = [] }: Dataset,
  tables?: TemporaryTables,
): Omit<GivenData, 'engine'> => ({
  catalogue,
  functions,
  watchlists: watchlists.map(({ alias }) => alias),
  ...(tables && { tables }),
})

/** A query and what it needs to be answered elsewhere: rows by the names that it has for them. */
export interface NeededData {
  readonly text: string
  readonly sources: readonly NamedRows[]
}

export interface NamedRows {
  readonly name: string
  readonly rows: Rows
}

/** Rows of a table that a query can bring, and that can be loaded: as many as the local engine answers. */
const mostRows = { brought: 10_000, loaded: 500_000 }

/** What may use columns that neither the text nor the answer names. */
const allColumns = /\*|\bpack_all\b|\bgetschema\b|\bevaluate\b|\binvoke\b/

/**
 * What an engine without tables needs to answer a query. The local engine gives the rows that a run sees of its tables, so the
 * window and late rows are Sentinel's already. `shown`: the columns of the answer, where it is known; others that the text does
 * not name are left out. `problem`: why that cannot be.
 */
export async function neededData(
  { kql, ...run }: Pick<RunRequest, 'kql' | 'now' | 'window'>,
  { engine, catalogue, functions, watchlists: known, tables }: GivenData,
  shown: readonly Column[] | undefined,
): Promise<NeededData | { readonly problem: string }> {
  const body = withFunctions(kql, functions)
  const named = wordsOf(body)
  const own = new Set(Array.from(body.matchAll(/\blet\s+([A-Za-z_]\w*)\s*=/g), ([, name]) => name!))
  const watchlists = [...new Set(Array.from(body.matchAll(watchlistCall), match => match[1] ?? match[2]!))]
  const problem = problemWith(body.replaceAll(watchlistCall, ''))
  if (problem !== undefined) return { problem }
  const undeclared = watchlists.find(alias => !known.includes(alias))
  if (undeclared !== undefined) return { problem: `the project has no watchlist ${undeclared}` }
  // A join shows the column of its other side under a number.
  const seen = new Set(shown?.flatMap(({ name }) => [name, name.replace(/\d+$/, '')]))
  const isRead = shown && !allColumns.test(body) ? ({ name }: Column) => named.has(name) || seen.has(name) : () => true
  const sources: NamedRows[] = []
  const wanted = [
    ...watchlists.map((alias, index) => [watchlistName(index), `_GetWatchlist(${textLiteral(alias)})`] as const),
    ...catalogue.names
      .filter(name => named.has(name) && !own.has(name))
      .map(name => [name, withHidden(catalogue.get(name)!, named)] as const),
  ]
  const most = tables ? mostRows.loaded : mostRows.brought
  for (const [name, source] of wanted) {
    const answer = await engine.run({ ...run, kql: `${source} | take ${most + 1}` })
    if (!answer.ok) return { problem: `${source} cannot be read: ${answer.diagnostics[0]?.message ?? 'no reason'}` }
    if (answer.rows.rows.length > most)
      return { problem: `${source} has more than ${most} rows${tables ? '' : `; ${loadable}`}` }
    sources.push({ name, rows: columnsOf(answer.rows, isRead) })
  }
  const text = body
    .replaceAll(watchlistCall, (_, double, single) => watchlistName(watchlists.indexOf(double ?? single)))
    .replaceAll(/\bingestion_time\s*\(\s*\)/g, ingestionColumn)
  return { text, sources }
}

/** What helps against data that does not fit into a query. */
export const loadable = '--allow-management loads them into tables of a Kusto database'

/** Whether rows are few enough to be part of a query. */
export const canBring = ({ rows }: Rows): boolean => rows.length <= mostRows.brought

function columnsOf({ columns, rows }: Rows, isRead: (column: Column) => boolean): Rows {
  const read = columns.flatMap((column, index) => (isRead(column) || carriedColumns.has(column.name) ? [index] : []))
  // A `datatable` has at least one.
  const kept = read.length > 0 ? read : [0]
  const only = <T>(all: readonly T[]): readonly T[] => kept.map(index => all[index]!)
  return { columns: only(columns), rows: rows.map(only) }
}

const ingestionColumn = 'tripline_ingestion_time'

/** What tables have for queries that ask for it, and not among their columns: in an answer only where the query shows it. */
export const carriedColumns: ReadonlySet<string> = new Set([ingestionColumn, 'Timestamp'])

/** A table with its hidden columns, as far as the query names them. Rows of a `datatable` have no ingestion time of their own. */
function withHidden(table: Table, named: ReadonlySet<string>): string {
  const { name, columns } = table
  const twin = timeTwin(table)
  const hasTwin = twin !== undefined && named.has(twin) && columns.every(column => column.name !== twin)
  const hidden = [
    ...(named.has('ingestion_time') ? [`${ingestionColumn} = ingestion_time()`] : []),
    ...(hasTwin ? [`${twin} = ${timeColumn(table)}`] : []),
  ]
  return [nameLiteral(name), ...hidden.map(one => `extend ${one}`)].join(' | ')
}

const watchlistName = (index: number): string => `tripline_watchlist_${index}`
const watchlistCall = /_GetWatchlist\s*\(\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*\)/g

const functionStatement = ({ name, parameters, body }: StoredFunction): string =>
  `let ${nameLiteral(name)} = ${parameters} { ${body}\n};`

export const wordsOf = (text: string): ReadonlySet<string> => new Set(text.match(/[A-Za-z_]\w*/g))

/** A query after the functions that it calls, which an engine elsewhere may not have. */
export const withFunctions = (kql: string, functions: readonly StoredFunction[]): string =>
  [...reachedFunctions(kql, functions).map(functionStatement), kql].join('\n')

/** The functions that a query calls, directly or through others: what is called comes before its caller. */
function reachedFunctions(kql: string, functions: readonly StoredFunction[]): readonly StoredFunction[] {
  const reached = new Set<StoredFunction>()
  const visit = (text: string) => {
    const words = wordsOf(text)
    for (const one of functions) {
      if (!words.has(one.name) || reached.has(one)) continue
      visit(one.body)
      reached.add(one)
    }
  }
  visit(kql)
  return [...reached]
}

/** What reads tables that the text does not name, or what rows of a `datatable` do not have. */
const unable: readonly (readonly [RegExp, string])[] = [
  [/\bunion\b[^|;]*\*/, 'a union of all tables of a pattern'],
  [/(?:^|[|;({])\s*(?:search|find)\b/, 'search and find'],
  [/\btable\s*\(/, 'table()'],
  [/\b(?:workspace|app|resource|database|cluster|adx|arg)\s*\(/, 'another workspace or database'],
  [/\b_GetWatchlist\b/, 'a watchlist whose alias is no literal'],
  [/\bexternaldata\b/, 'externaldata'],
]

const problemWith = (kql: string): string | undefined => {
  const found = unable.find(([pattern]) => pattern.test(kql))
  return found && `${found[1]} cannot be given to another engine as part of the query`
}
