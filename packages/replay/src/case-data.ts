import { type Diagnosed, type Located, nearest } from '@tripline/diagnostics'
import { inlineTable, loadExternalText, loadFixture, loadWatchlist } from '@tripline/fixtures'
import type { Dataset, ExternalText, TypedTable, TypedWatchlist } from '@tripline/kql/engine'
import { resolveInside, type Watchlist } from '@tripline/project'
import type { DataFile, InlineTable, TestCase } from '@tripline/rules'
import type { Catalogue, Table } from '@tripline/schemas'
import { all } from './all.ts'
import { mergeTables } from './merge-tables.ts'
import type { ReplayEnvironment } from './replay-environment.ts'
import { replayReport } from './replay-report.ts'

/** Everything that the queries of a case can see: its recorded and inline rows, and the project's watchlists and files for externaldata, or those that replace them. */
export async function loadCaseData(
  testCase: TestCase,
  ingestionDelay: bigint,
  environment: ReplayEnvironment,
): Promise<Diagnosed<Dataset>> {
  const { catalogue, root, functions } = environment
  const tables = await all([
    ...testCase.data.map(file => recordedTable(file, catalogue, root, ingestionDelay)),
    ...testCase.rows.map(rows => writtenTable(rows, catalogue, ingestionDelay)),
  ])
  const watchlists = await all(watchlistsOf(testCase, environment))
  const texts = await all(externalTexts(testCase, environment))
  const diagnostics = [tables, watchlists, texts].flatMap(read => read.diagnostics)
  if (!tables.value || !watchlists.value || !texts.value) return { diagnostics }
  const world = { watchlists: watchlists.value, functions, externalData: texts.value }
  return { value: { tables: mergeTables(tables.value), ...world }, diagnostics }
}

function tableOf(name: Located<string>, catalogue: Catalogue): Diagnosed<Table> {
  const value = catalogue.get(name.value)
  if (value) return { value, diagnostics: [] }
  return {
    diagnostics: [replayReport['case-unknown-table'](name.span, name.value, nearest(name.value, catalogue.names))],
  }
}

async function recordedTable(
  { table, path }: DataFile,
  catalogue: Catalogue,
  root: string,
  ingestionDelay: bigint,
): Promise<Diagnosed<TypedTable>> {
  const { value: schema, diagnostics } = tableOf(table, catalogue)
  if (!schema) return { diagnostics }
  const file = await resolveInside(root, path)
  return file.value === undefined
    ? { diagnostics: file.diagnostics }
    : loadFixture(file.value, schema, { ingestionDelay })
}

async function writtenTable(
  { table, rows }: InlineTable,
  catalogue: Catalogue,
  ingestionDelay: bigint,
): Promise<Diagnosed<TypedTable>> {
  const { value: schema, diagnostics } = tableOf(table, catalogue)
  if (!schema) return { diagnostics }
  return inlineTable(rows, schema, { ingestionDelay })
}

/** The project's watchlists, each from its own file or from the one that the case puts in its place. */
function watchlistsOf(
  testCase: TestCase,
  { watchlists, root }: ReplayEnvironment,
): readonly Promise<Diagnosed<TypedWatchlist>>[] {
  const own = watchlists
    .filter(({ alias }) => !testCase.watchlists.some(replaced => replaced.alias.value === alias.value))
    .map(({ alias, file, searchKey }) => loadWatchlist(file.value, alias.value, searchKey.value))
  const replaced = testCase.watchlists.map(async ({ alias, path }): Promise<Diagnosed<TypedWatchlist>> => {
    const declared = watchlists.find(candidate => candidate.alias.value === alias.value)
    if (!declared) return { diagnostics: [unknownWatchlist(alias, watchlists)] }
    const file = await resolveInside(root, path)
    if (file.value === undefined) return { diagnostics: file.diagnostics }
    return loadWatchlist(file.value, alias.value, declared.searchKey.value)
  })
  return [...own, ...replaced]
}

/** The texts of the project's URLs, and of those that the case gives a file of its own. */
function externalTexts(
  testCase: TestCase,
  { externalData, root }: ReplayEnvironment,
): readonly Promise<Diagnosed<ExternalText>>[] {
  const own = externalData
    .filter(({ url }) => !testCase.externalData.some(replaced => replaced.url.value === url.value))
    .map(({ url, file }) => loadExternalText(file.value, url.value))
  const replaced = testCase.externalData.map(async ({ url, path }): Promise<Diagnosed<ExternalText>> => {
    const file = await resolveInside(root, path)
    return file.value === undefined ? { diagnostics: file.diagnostics } : loadExternalText(file.value, url.value)
  })
  return [...own, ...replaced]
}

const unknownWatchlist = (alias: Located<string>, watchlists: readonly Watchlist[]) =>
  replayReport['case-unknown-watchlist'](
    alias.span,
    alias.value,
    nearest(
      alias.value,
      watchlists.map(watchlist => watchlist.alias.value),
    ),
  )
