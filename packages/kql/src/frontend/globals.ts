/// <reference types="@kusto/language-service-next" />
import { type Column, hiddenColumns, loadCatalogue, openColumnType, type Table } from '@tripline/schemas'
import { type BoundedCache, boundedCache } from '../limits/bounded-cache.ts'
import { profilesFiles } from '../world/file-profile.ts'
import type { QueryWorld, WatchlistSchema } from '../world/query-world.ts'
import { correctBinder } from './binder-corrections.ts'
import { type DataSchemas, pluginSymbols } from './data-schema.ts'
import { databaseSymbol } from './database-symbol.ts'
import { fileProfileSymbol } from './file-profile-symbol.ts'
import { dropBodies } from './function-body.ts'
import { dropFunctions, functionSymbols } from './function-symbols.ts'
import { Language, loadParser, Symbols, toArray } from './parser.ts'
import { mentionedFunctions, reachedWords } from './reached-functions.ts'
import { dropBindings, withSharedBindings } from './shared-bindings.ts'
import { catalogueSymbol, scalarParameter, tableSymbol } from './symbols.ts'
import type { KustoSymbol } from './syntax.ts'
import { watchlistColumns } from './watchlist-columns.ts'

type Globals = Kusto.Language.GlobalState
type TableSymbol = Kusto.Language.Symbols.TableSymbol

let symbols = new WeakMap<Table, TableSymbol>()

/** One symbol per table: catalogues that differ in one table share the symbols of the others. */
function symbolOf(table: Table): TableSymbol {
  const known = symbols.get(table) ?? catalogueSymbol(table)
  symbols.set(table, known)
  return known
}

/** Recorded rows of a table of the workspace need not have this column, which is then the table's name (semantics 17.12). */
const type: Column = { name: 'Type', type: 'string' }

/**
 * A table with the columns that exist only when they are named: the two hidden ones of every table, those of an open table
 * (AzureDiagnostics), and the type of a recorded one. The words in the query decide which of them it sees.
 */
export function tableFor(table: Table, words: ReadonlySet<string>): Table {
  const has = (name: string) => table.columns.some(column => column.name === name)
  const hasType = has('TimeGenerated') && loadCatalogue().get(table.name) !== undefined
  const unlisted = hasType ? [...hiddenColumns, type] : hiddenColumns
  const named = [...words].flatMap((word): Column[] => {
    const hidden = unlisted.find(column => column.name === word)
    const columnType = hidden?.type ?? openColumnType(table.name, word)
    return columnType && !has(word) ? [{ name: word, type: columnType }] : []
  })
  return named.length > 0 ? { ...table, columns: [...table.columns, ...named] } : table
}

/** A state takes half a megabyte, and there is no limit to the columns that queries can name. */
const mostStates = 16

let states = new WeakMap<QueryWorld, BoundedCache<Globals>>()

/** What the states of all worlds are derived from. */
let common: Globals | undefined

/** Discards the state that belongs to a parser that is discarded. */
export function dropGlobals(): void {
  symbols = new WeakMap()
  states = new WeakMap()
  dropFunctions()
  dropBodies()
  dropBindings()
  common = undefined
}

/**
 * The binder's world: the catalogue's tables with this query's extra columns, stored functions and watchlists, and the columns
 * that data has determined so far.
 */
export function globalsFor(world: QueryWorld, kql: string, schemas: DataSchemas = new Map()): Globals {
  loadParser()
  correctBinder()
  const words = reachedWords(kql, world)
  const widened = [...words].flatMap((word): Table[] => {
    const table = world.catalogue.get(word)
    const wider = table && tableFor(table, words)
    return wider && wider !== table ? [wider] : []
  })
  const foreign = foreignNames.filter(name => words.has(name))
  const key = [
    ...widened.map(({ name, columns }) => `${name}(${columns.map(column => column.name)})`),
    ...foreign,
  ].join()
  const known = states.get(world) ?? boundedCache<Globals>(mostStates)
  states.set(world, known)
  const globals = known.get(key, () => newGlobals(world, widened, foreign))
  if (schemas.size > 0) return globals.WithPlugIns(pluginSymbols(schemas) as never)!
  return mentionedFunctions(kql, world.functions ?? []).length > 0 ? withSharedBindings(globals) : globals
}

function newGlobals(world: QueryWorld, widened: readonly Table[], foreign: readonly ForeignName[]): Globals {
  const { catalogue, watchlists = [] } = world
  const members = [
    ...widened.map(symbolOf),
    ...functionSymbols(world, widened),
    watchlistFunction(watchlists),
    ...(profilesFiles(world) ? [fileProfileSymbol()] : []),
  ]
  const taken = new Set<string>(members.map(member => member.Name!))
  const tables = catalogue.names.filter(name => !taken.has(name)).map(name => symbolOf(catalogue.get(name)!))
  const database = databaseSymbol('workspace', [...tables, ...members])
  common ??= withIndexes(
    withParseOptions(Language.GlobalState.Default!.WithPlugIns(pluginSymbols(new Map()) as never)!),
  )
  const state = common.WithDatabase(database)!
  if (foreign.length === 0) return withIndexes(state)
  const functions = [
    ...toArray(state.Functions),
    ...foreign.map(name => foreignFunction(name, name === 'app' ? classicApplication() : database)),
  ]
  return withIndexes(state.WithFunctions(functions as never)!)
}

/** The options that the parser uses for every query: a state without them is copied for each. */
const withParseOptions = (state: Globals): Globals =>
  state.WithParseOptions(state.ParseOptions!.WithAlwaysProduceEndTokens(true))!

/**
 * A state indexes its members by name on first use. A state derived from it, as the binder derives one for each query, inherits
 * the indexes that exist and would rebuild the others.
 */
function withIndexes(state: Globals): Globals {
  state.GetFunction('')
  state.GetAggregate('')
  state.GetPlugIn('')
  state.GetOperator(Symbols.OperatorKind.Add as never)
  state.GetDatabase$2(state.Database as never)
  return state
}

/** Names of Kusto's functions and aggregates. */
export function builtInFunctions(): readonly string[] {
  const { Functions, Aggregates } = Language.GlobalState.Default!
  return [...toArray<KustoSymbol>(Functions), ...toArray<KustoSymbol>(Aggregates)].map(symbol => symbol.Name!)
}

const foreignNames = ['workspace', 'app', 'resource'] as const
type ForeignName = (typeof foreignNames)[number]

/** The tables that `app()` returns have their own names and columns, which the catalogue does not list. */
const classicApplication = () =>
  new Symbols.DatabaseSymbol.ctor(
    'application',
    [
      'availabilityResults',
      'browserTimings',
      'customEvents',
      'customMetrics',
      'dependencies',
      'exceptions',
      'pageViews',
      'performanceCounters',
      'requests',
      'traces',
    ].map(name => tableSymbol(name, [{ name: 'timestamp', type: 'datetime' }]).WithIsOpen(true)) as never,
  )

/** `workspace("name").SigninLogs`: other workspaces are assumed to have the same tables as this one. */
const foreignFunction = (name: ForeignName, database: Kusto.Language.Symbols.DatabaseSymbol) =>
  new Symbols.FunctionSymbol.ctor(
    name,
    (() => database) as never,
    Symbols.Tabularity.Tabular as never,
    [scalarParameter('name')] as never,
  )

/** `_GetWatchlist('alias')`: the columns of the declared watchlist; for others, only the columns that every watchlist has. */
function watchlistFunction(watchlists: readonly WatchlistSchema[]) {
  const schemas = new Map(
    watchlists.map(watchlist => [watchlist.alias, tableSymbol(watchlist.alias, watchlistColumns(watchlist))]),
  )
  const unknown = tableSymbol('', watchlistColumns({ columns: [] })).WithIsOpen(true)!
  const result = (context: { Arguments: { Count: number; getItem(index: number): { LiteralValue?: unknown } } }) => {
    const alias = context.Arguments.Count > 0 ? context.Arguments.getItem(0).LiteralValue : undefined
    return schemas.get(String(alias)) ?? unknown
  }
  return new Symbols.FunctionSymbol.ctor(
    '_GetWatchlist',
    result as never,
    Symbols.Tabularity.Tabular as never,
    [scalarParameter('watchlistAlias')] as never,
  )
}
