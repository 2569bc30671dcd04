/// <reference types="@kusto/language-service-next" />
import type { Catalogue, Column, Table } from '@tripline/schemas'
import { hiddenColumns, openColumnType } from '@tripline/schemas'
import type { QueryWorld, StoredFunction, WatchlistSchema } from '../query-world.ts'
import { Language, Symbols } from './parser.ts'

type Globals = Kusto.Language.GlobalState
type TableSymbol = Kusto.Language.Symbols.TableSymbol

const scalars = Symbols.ScalarTypes

const kustoTypes = {
  bool: scalars.Bool,
  int: scalars.Int,
  long: scalars.Long,
  real: scalars.Real,
  decimal: scalars.Decimal,
  string: scalars.String,
  datetime: scalars.DateTime,
  timespan: scalars.TimeSpan,
  guid: scalars.Guid,
  dynamic: scalars.Dynamic,
} as const

const columnSymbol = ({ name, type }: Column) =>
  new Symbols.ColumnSymbol(name, kustoTypes[type] as never, null as never, null as never, null as never, null as never)

export const tableSymbol = (name: string, columns: readonly Column[]): TableSymbol =>
  new Symbols.TableSymbol.$ctor4(name, columns.map(columnSymbol) as never)

const catalogueSymbols = new WeakMap<Catalogue, ReadonlyMap<string, TableSymbol>>()

function symbolsOf(catalogue: Catalogue): ReadonlyMap<string, TableSymbol> {
  const known = catalogueSymbols.get(catalogue)
  if (known) return known
  const symbols = new Map(catalogue.names.map(name => [name, tableSymbol(name, catalogue.get(name)!.columns)]))
  catalogueSymbols.set(catalogue, symbols)
  return symbols
}

/**
 * A table with the columns that exist only when they are named: the two hidden ones of every table, and those of an open
 * table (AzureDiagnostics). The query's words decide which of them this query sees.
 */
export function tableFor(table: Table, words: ReadonlySet<string>): Table {
  const known = new Set(table.columns.map(column => column.name))
  const named = [...words].flatMap((word): Column[] => {
    if (known.has(word)) return []
    const hidden = hiddenColumns.find(column => column.name === word)
    const type = hidden?.type ?? openColumnType(table.name, word)
    return type ? [{ name: word, type }] : []
  })
  return named.length > 0 ? { ...table, columns: [...table.columns, ...named] } : table
}

const listed = /[A-Za-z_]\w*/g

/** The words of a query's text. */
export const wordsOf = (kql: string): ReadonlySet<string> => new Set(kql.match(listed))

const bases = new WeakMap<Catalogue, Globals>()

/** The binder's world: the catalogue's tables, with this query's extra columns, stored functions and watchlists. */
export function globalsFor(world: QueryWorld, kql: string): Globals {
  const { catalogue } = world
  const base =
    bases.get(catalogue) ??
    Language.GlobalState.Default!.WithDatabase(
      new Symbols.DatabaseSymbol.ctor('workspace', [...symbolsOf(catalogue).values()] as never),
    )!
  bases.set(catalogue, base)
  const words = wordsOf(kql)
  const extended = [...words].flatMap(word => {
    const table = catalogue.get(word)
    const wider = table && tableFor(table, words)
    return wider && wider !== table ? [tableSymbol(wider.name, wider.columns)] : []
  })
  const functions = (world.functions ?? []).map(functionSymbol)
  const members = [...extended, ...functions, watchlistFunction(world.watchlists ?? [])]
  const names = new Set<string>(members.map(member => member.Name!))
  const tables =
    extended.length > 0 ? [...symbolsOf(catalogue).values()].filter(symbol => !names.has(symbol.Name!)) : undefined
  if (!tables) return base.WithDatabase(base.Database!.AddMembers(members as never) as never)!
  return base.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', [...tables, ...members] as never))!
}

const functionSymbol = ({ name, parameters, body }: StoredFunction) =>
  new Symbols.FunctionSymbol.$ctor16(name, parameters, body, null as never)

/** `_GetWatchlist('alias')`: the columns of the declared watchlist; of any other, only what every watchlist has. */
function watchlistFunction(watchlists: readonly WatchlistSchema[]) {
  const schemas = new Map(
    watchlists.map(({ alias, columns }) => [
      alias,
      tableSymbol(
        alias,
        columns.map((name): Column => ({ name, type: 'string' })),
      ),
    ]),
  )
  const unknown = tableSymbol('', [{ name: 'SearchKey', type: 'string' }]).WithIsOpen(true)!
  const result = (context: { Arguments: { Count: number; getItem(index: number): { LiteralValue?: unknown } } }) => {
    const alias = context.Arguments.Count > 0 ? context.Arguments.getItem(0).LiteralValue : undefined
    return schemas.get(String(alias)) ?? unknown
  }
  const parameter = new Symbols.Parameter.ctor(
    'watchlistAlias',
    Symbols.ParameterTypeKind.Scalar as never,
    0 as never,
    null as never,
    null as never,
    false,
    null as never,
    1,
    1,
    null as never,
    null as never,
  )
  return new Symbols.FunctionSymbol.ctor(
    '_GetWatchlist',
    result as never,
    Symbols.Tabularity.Tabular as never,
    [parameter] as never,
  )
}
