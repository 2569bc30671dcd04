import { type Column, type ColumnType, parserOrigin, standardColumns, type Table } from '@tripline/schemas'
import { type BoundQuery, bindQuery } from '../frontend/bind.ts'
import { bounded } from '../frontend/bounded.ts'
import { descendants, is, type Nodes, type SyntaxElement } from '../frontend/syntax.ts'
import type { QueryWorld, StoredFunction, WatchlistSchema } from '../world/query-world.ts'
import { type MissingFile, missingFiles } from './missing-file.ts'
import { callParameters, startsRows } from './missing-function.ts'
import { type RowSource, sourcesAt, watchlistOf } from './row-sources.ts'
import { typesOfUse } from './types-of-use.ts'

/** What queries name and their world lacks, with the columns that they use. */
export interface MissingNames {
  readonly tables: readonly Table[]
  readonly functions: readonly StoredFunction[]
  readonly watchlists: readonly WatchlistSchema[]
  readonly externalData: readonly MissingFile[]
}

/** A name that is missing, as far as is known. */
interface Missing {
  readonly source: RowSource
  /** Of a function, as KQL writes them. */
  readonly parameters: string
  /** The types that each column may have; the first is assumed. */
  readonly columns: Map<string, readonly ColumnType[]>
}

/** One mistake may hide another. */
const mostRounds = 10

/**
 * What queries name and their world lacks. The columns are those that a query names where rows of a missing table, function or
 * watchlist are in view. Their types are the likeliest ones with which the query binds.
 */
export function missingNames(queries: readonly string[], world: QueryWorld): MissingNames {
  const missing = new Map<string, Missing>()
  const files = new Map<string, MissingFile>()
  let open = [...new Set(queries)]
  for (let round = 0; round < mostRounds && open.length > 0; round++) {
    const known = withMissing(world, [...missing.values()])
    let isNew = false
    open = open.filter(kql => {
      const bound = bounded(kql, () => bindQuery(kql, known))
      if (!('value' in bound)) return false
      for (const file of missingFiles(bound.value, world)) files.set(file.url, file)
      const isLearned = learn(bound.value, known, missing)
      isNew ||= isLearned
      return isLearned || bound.value.diagnostics.length > 0
    })
    if (!isNew) break
  }
  const all = [...missing.values()]
  return {
    tables: all.flatMap(one => (one.source.kind === 'table' ? [tableOf(one)] : [])),
    functions: all.flatMap(one => (one.source.kind === 'function' ? [functionOf(one)] : [])),
    watchlists: all.flatMap(one => (one.source.kind === 'watchlist' ? [watchlistOfColumns(one)] : [])),
    externalData: [...files.values()],
  }
}

const keyOf = ({ kind, name }: RowSource): string => `${kind} ${name}`

/** Adds what a query shows to be missing; false if that is nothing new. */
function learn(
  { root, diagnostics }: BoundQuery,
  { watchlists = [] }: QueryWorld,
  missing: Map<string, Missing>,
): boolean {
  const nodes = [...descendants(root)]
  let isNew = false
  const add = (source: RowSource, parameters = '()') => {
    if (missing.has(keyOf(source)) || (source.kind !== 'watchlist' && !identifier.test(source.name))) return
    missing.set(keyOf(source), { source, parameters, columns: new Map() })
    isNew = true
  }
  for (const node of nodes) {
    const alias = watchlistOf(node)
    if (alias !== undefined && !watchlists.some(known => known.alias === alias)) add({ kind: 'watchlist', name: alias })
  }
  for (const { code, start, end } of diagnostics) {
    const within = nodes.filter(isReferenceIn(start, end))
    const [node] = within
    if (!node) continue
    const name = node.SimpleName!
    const call = node.Parent
    if (unknownSource.has(code)) {
      if (!is(call, 'FunctionCallExpression')) add({ kind: parserOrigin(name) ? 'function' : 'table', name })
      else if (startsRows(call)) add({ kind: 'function', name }, callParameters(call))
    } else if (unknownColumn.has(code)) isNew = addColumn(node, missing) || isNew
    else for (const one of within) isNew = retype(one, missing) || isNew
  }
  return isNew
}

/** Codes of the binder: of an unknown table or function, also in a fuzzy union, and of an unknown column, also of a join. */
const unknownSource: ReadonlySet<string> = new Set(['KS204', 'KS205', 'KS211'])
const unknownColumn: ReadonlySet<string> = new Set(['KS142', 'KS145'])

/** Names that files can declare. */
const identifier = /^[A-Za-z_]\w*$/

const isReferenceIn =
  (start: number, end: number) =>
  (node: SyntaxElement): node is Nodes['NameReference'] =>
    is(node, 'NameReference') && node.TextStart >= start && node.End <= end

const missingAt = (node: Nodes['NameReference'], missing: ReadonlyMap<string, Missing>): readonly Missing[] =>
  sourcesAt(node).flatMap(source => missing.get(keyOf(source)) ?? [])

function addColumn(node: Nodes['NameReference'], missing: ReadonlyMap<string, Missing>): boolean {
  const name = node.SimpleName!
  if (!identifier.test(name)) return false
  const lacking = missingAt(node, missing).filter(({ columns }) => !columns.has(name))
  for (const { source, columns } of lacking) {
    columns.set(name, source.kind === 'watchlist' ? ['string'] : typesOfUse(name, node))
  }
  return lacking.length > 0
}

/** Assumes the next likely type of a column with which something is wrong; of the last one, nothing can be learned. */
function retype(node: Nodes['NameReference'], missing: ReadonlyMap<string, Missing>): boolean {
  const name = node.SimpleName!
  const typed = missingAt(node, missing).filter(({ columns }) => (columns.get(name)?.length ?? 0) > 1)
  for (const { columns } of typed) columns.set(name, columns.get(name)!.slice(1))
  return typed.length > 0
}

const columnsOf = ({ columns }: Missing): readonly Column[] =>
  Array.from(columns, ([name, [type]]): Column => ({ name, type: type! }))

const tableOf = (one: Missing): Table => {
  const own = columnsOf(one)
  const others = standardColumns.filter(({ name }) => !one.columns.has(name))
  return { name: one.source.name, columns: [...own, ...others] }
}

const functionOf = (one: Missing): StoredFunction => {
  const { source, parameters } = one
  const columns = columnsOf(one).map(({ name, type }) => `['${name}']:${type}`)
  return {
    name: source.name,
    parameters,
    body: `datatable(${columns.length > 0 ? columns.join(', ') : 'TimeGenerated:datetime'})[]`,
  }
}

const watchlistOfColumns = ({ source, columns }: Missing): WatchlistSchema => ({
  alias: source.name,
  columns: [...columns.keys()],
})

const withMissing = (world: QueryWorld, missing: readonly Missing[]): QueryWorld => {
  const of = (kind: RowSource['kind']) => missing.filter(({ source }) => source.kind === kind)
  return {
    ...world,
    catalogue: world.catalogue.with(of('table').map(tableOf)),
    functions: [...(world.functions ?? []), ...of('function').map(functionOf)],
    watchlists: [...(world.watchlists ?? []), ...of('watchlist').map(watchlistOfColumns)],
  }
}
