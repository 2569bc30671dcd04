import { type Meter, meter } from '@tripline/budgets'
import { type Diagnosed, type Located, nearest } from '@tripline/diagnostics'
import { inlineTable, loadExternalText, loadStoredLog, loadWatchlist, mergeSize, mergeTables } from '@tripline/fixtures'
import type { Dataset, DelayedLog, ExternalText, TypedTable, TypedWatchlist } from '@tripline/kql/engine'
import { resolveInside, type Watchlist } from '@tripline/project'
import type { DataFile, InlineTable, TestCase } from '@tripline/rules'
import type { Catalogue, Table } from '@tripline/schemas'
import { replayReport } from '../replay-report.ts'
import { all } from './all.ts'
import type { ReplayEnvironment } from './replay-environment.ts'

/** Everything that the queries of a case can see: its recorded and inline rows, and the project's watchlists and files for externaldata, or those that replace them. */
export async function loadCaseData(
  testCase: TestCase,
  ingestionDelay: bigint,
  environment: ReplayEnvironment,
): Promise<Diagnosed<Dataset>> {
  const { catalogue, functions } = environment
  const spending = meter()
  const options = { ingestionDelay, spending }
  const tables = await all<TypedTable | DelayedLog>(
    [
      ...testCase.data.map(file => () => recordedTable(file, environment, options)),
      ...testCase.rows.map(rows => () => writtenTable(rows, catalogue, options)),
    ],
    spending,
  )
  const watchlists = await all(watchlistsOf(testCase, environment, spending), spending)
  const texts = await all(externalTexts(testCase, environment, spending), spending)
  const diagnostics = [tables, watchlists, texts].flatMap(read => read.diagnostics)
  if (!tables.value || !watchlists.value || !texts.value) return { diagnostics }
  const world = { watchlists: watchlists.value, functions, externalData: texts.value }
  const exceeded = spending.spend('data-size', mergeSize(tables.value))
  if (exceeded) return { diagnostics: [replayReport['case-too-large'](testCase.name.span, exceeded)] }
  return { value: { ...mergeTables(tables.value), ...world }, diagnostics }
}

/** How the rows of a case are typed, and the budget of all its data. */
interface CaseTyping {
  /** Ticks. */
  readonly ingestionDelay: bigint
  readonly spending: Meter
}

export function tableOf(name: Located<string>, catalogue: Catalogue): Diagnosed<Table> {
  const value = catalogue.get(name.value)
  if (value) return { value, diagnostics: [] }
  return {
    diagnostics: [replayReport['case-unknown-table'](name.span, name.value, nearest(name.value, catalogue.names))],
  }
}

async function recordedTable(
  { table, path }: DataFile,
  { catalogue, root, logs }: ReplayEnvironment,
  options: CaseTyping,
): Promise<Diagnosed<TypedTable | DelayedLog>> {
  const { value: schema, diagnostics } = tableOf(table, catalogue)
  if (!schema) return { diagnostics }
  const file = await resolveInside(root, path)
  return file.value === undefined
    ? { diagnostics: file.diagnostics }
    : loadStoredLog({ file: file.value, table: schema }, logs, { ...options, mention: path.span })
}

function writtenTable({ table, rows }: InlineTable, catalogue: Catalogue, options: CaseTyping): Diagnosed<TypedTable> {
  const { value: schema, diagnostics } = tableOf(table, catalogue)
  if (!schema) return { diagnostics }
  return inlineTable(rows, schema, options)
}

/** The project's watchlists, each from its own file or from the case's replacement. */
function watchlistsOf(
  testCase: TestCase,
  { watchlists, root }: ReplayEnvironment,
  spending: Meter,
): readonly (() => Promise<Diagnosed<TypedWatchlist>>)[] {
  const own = watchlists
    .filter(({ alias }) => !testCase.watchlists.some(replaced => replaced.alias.value === alias.value))
    .map(
      ({ alias, file, searchKey }) =>
        () =>
          loadWatchlist(file.value, alias.value, searchKey.value, { spending }),
    )
  const replaced = testCase.watchlists.map(({ alias, path }) => async (): Promise<Diagnosed<TypedWatchlist>> => {
    const declared = watchlists.find(candidate => candidate.alias.value === alias.value)
    if (!declared) return { diagnostics: [unknownWatchlist(alias, watchlists)] }
    const file = await resolveInside(root, path)
    if (file.value === undefined) return { diagnostics: file.diagnostics }
    return loadWatchlist(file.value, alias.value, declared.searchKey.value, { spending, mention: path.span })
  })
  return [...own, ...replaced]
}

/** The texts of the project's URLs and of the case's own. */
function externalTexts(
  testCase: TestCase,
  { externalData, root }: ReplayEnvironment,
  spending: Meter,
): readonly (() => Promise<Diagnosed<ExternalText>>)[] {
  const own = externalData
    .filter(({ url }) => !testCase.externalData.some(replaced => replaced.url.value === url.value))
    .map(
      ({ url, file }) =>
        () =>
          loadExternalText(file.value, url.value, { spending }),
    )
  const replaced = testCase.externalData.map(({ url, path }) => async (): Promise<Diagnosed<ExternalText>> => {
    const file = await resolveInside(root, path)
    if (file.value === undefined) return { diagnostics: file.diagnostics }
    return loadExternalText(file.value, url.value, { spending, mention: path.span })
  })
  return [...own, ...replaced]
}

export const unknownWatchlist = (alias: Located<string>, watchlists: readonly Watchlist[]) =>
  replayReport['case-unknown-watchlist'](
    alias.span,
    alias.value,
    nearest(
      alias.value,
      watchlists.map(watchlist => watchlist.alias.value),
    ),
  )
