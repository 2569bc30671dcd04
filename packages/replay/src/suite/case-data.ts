import { type Meter, meter } from '@tripline/budgets'
import type { Diagnosed, Located } from '@tripline/diagnostics'
import { loadExternalText, loadWatchlist, mergeSize, mergeTables } from '@tripline/fixtures'
import type { Dataset, ExternalText, TypedWatchlist } from '@tripline/kql/engine'
import { resolveInside } from '@tripline/project'
import type { TestCase } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'
import { all } from './all.ts'
import { caseTables } from './case-tables.ts'
import { dataFiles } from './data-files.ts'
import { functionsWith, type GivenRows, givenRows } from './given-rows.ts'
import type { ReplayEnvironment } from './replay-environment.ts'
import { unknownWatchlist, writtenWatchlist } from './written-watchlist.ts'

/** Everything that the queries of a case can see: its recorded and inline rows, and the project's watchlists and files for externaldata, or those that replace them. */
export async function loadCaseData(
  testCase: TestCase,
  ingestionDelay: bigint,
  environment: ReplayEnvironment,
): Promise<Diagnosed<Dataset>> {
  const { functions } = environment
  const files = await dataFiles(testCase, environment)
  if (!files.value) return { diagnostics: files.diagnostics }
  const data = files.value
  const listed = data.length > 0 ? { ...testCase, data } : testCase
  const given = await givenTo(listed, environment)
  if (!given.value) return { diagnostics: given.diagnostics }
  const schemas = given.value
  const spending = meter()
  const options = { ingestionDelay, spending }
  const tableOf = (name: Located<string>) => schemas.get(name.value)!.table
  const tables = await caseTables(listed, tableOf, environment, options)
  const watchlists = await all(watchlistsOf(testCase, environment, spending), spending)
  const texts = await all(externalTexts(testCase, environment, spending), spending)
  const diagnostics = [tables, watchlists, texts].flatMap(read => read.diagnostics)
  if (!tables.value || !watchlists.value || !texts.value) return { diagnostics }
  const world = {
    watchlists: watchlists.value,
    functions: functionsWith(functions, [...schemas.values()]),
    externalData: texts.value,
  }
  const exceeded = spending.spend('data-size', mergeSize(tables.value))
  if (exceeded) return { diagnostics: [replayReport['case-too-large'](testCase.name.span, exceeded)] }
  return { value: { ...mergeTables(tables.value), ...world }, diagnostics }
}

/** What the names of a case's rows mean. */
async function givenTo(
  { data, rows }: TestCase,
  environment: ReplayEnvironment,
): Promise<Diagnosed<ReadonlyMap<string, GivenRows>>> {
  const names = new Map([...data, ...rows].map(({ table }) => [table.value, table]))
  const found = await Promise.all(
    Array.from(names, async ([name, written]) => ({ name, ...(await givenRows(written, environment)) })),
  )
  const diagnostics = found.flatMap(one => one.diagnostics)
  if (diagnostics.length > 0) return { diagnostics }
  return { value: new Map(found.flatMap(({ name, value }) => (value ? [[name, value] as const] : []))), diagnostics }
}

/** The project's watchlists, each from its own file or from the case's replacement. */
function watchlistsOf(
  testCase: TestCase,
  { watchlists, root }: ReplayEnvironment,
  spending: Meter,
): readonly (() => Promise<Diagnosed<TypedWatchlist>>)[] {
  const replacing = new Set([...testCase.watchlists, ...testCase.watchlistRows].map(({ alias }) => alias.value))
  const own = watchlists
    .filter(({ alias }) => !replacing.has(alias.value))
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
  const written = testCase.watchlistRows.map(list => async () => writtenWatchlist(list, watchlists, spending))
  return [...own, ...replaced, ...written]
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
