import { type Diagnostic, diagnosticRow, type Located } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { checkFixture, checkInlineRows, loadWatchlist } from '@tripline/fixtures'
import { resolveInside } from '@tripline/project'
import type { TestCase } from '@tripline/rules'
import { dataFiles } from './data-files.ts'
import { givenRows } from './given-rows.ts'
import type { ReplayEnvironment } from './replay-environment.ts'
import { unknownWatchlist, writtenWatchlist } from './written-watchlist.ts'

type Surroundings = Pick<ReplayEnvironment, 'catalogue' | 'functions' | 'watchlists' | 'root'>

/** A file that a case names, and what to look for in it. */
type Look = (file: FilePath) => Promise<readonly Diagnostic[]>

/**
 * What replaying the cases would report about their data, as far as names, inline rows and the start of files show: no query
 * runs. What is wrong with a file that several cases name is reported once.
 */
export async function checkCaseData(
  cases: readonly TestCase[],
  surroundings: Surroundings,
): Promise<readonly Diagnostic[]> {
  const looked = new Set<string>()
  const once =
    (subject: string, look: Look): Look =>
    async file => {
      const key = `${subject}\0${file.path}`
      if (looked.has(key)) return []
      looked.add(key)
      return look(file)
    }
  const found = await Promise.all(cases.map(testCase => checkCase(testCase, surroundings, once)))
  // Shared logs are those of several cases.
  return [...new Map(found.flat().map(one => [JSON.stringify(diagnosticRow(one)), one])).values()]
}

async function checkCase(
  { rows, watchlists, watchlistRows, externalData, ...recorded }: TestCase,
  { watchlists: declared, root, ...world }: Surroundings,
  once: (subject: string, look: Look) => Look,
): Promise<readonly Diagnostic[]> {
  const inside = async (path: Located<string>, look: Look): Promise<readonly Diagnostic[]> => {
    const file = await resolveInside(root, path)
    return file.value ? look(file.value) : file.diagnostics
  }
  const { value: data = [], diagnostics: unusable } = await dataFiles(recorded, { root, catalogue: world.catalogue })
  const found = await Promise.all([
    unusable,
    ...data.map(async ({ table, path }) => {
      const { value: given, diagnostics } = await givenRows(table, world)
      if (!given) return diagnostics
      const look: Look = file => checkFixture(file, given.table)
      return inside(path, once(given.table.name, look))
    }),
    ...rows.map(async ({ table, rows: written }) => {
      const { value: given, diagnostics } = await givenRows(table, world)
      return given ? checkInlineRows(written, given.table) : diagnostics
    }),
    ...watchlists.map(async ({ alias, path }) => {
      const own = declared.find(candidate => candidate.alias.value === alias.value)
      if (!own) return [unknownWatchlist(alias, declared)]
      const look: Look = async file => (await loadWatchlist(file, alias.value, own.searchKey.value)).diagnostics
      return inside(path, once(alias.value, look))
    }),
    ...watchlistRows.map(async list => writtenWatchlist(list, declared).diagnostics),
    ...externalData.map(({ path }) => inside(path, async () => [])),
  ])
  return found.flat()
}
