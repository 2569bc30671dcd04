import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { analyseQuery } from '../src/analysis/analyse-query.ts'
import { dropParserState } from '../src/frontend/bounded.ts'
import { globalsFor } from '../src/frontend/globals.ts'
import { Language, loadParser, toArray } from '../src/frontend/parser.ts'

const world = { catalogue: loadCatalogue() }

const grammarIsBuilt = (): boolean => {
  const { QueryGrammar } = Language.Parsing as unknown as { QueryGrammar: { s_currentGrammar: unknown } }
  return QueryGrammar.s_currentGrammar !== null
}

/** The severities of the parser's messages about `count` brackets around a number. */
const nested = (count: number): readonly string[] => {
  loadParser()
  const code = Language.KustoCode.Parse(`print ${'('.repeat(count)}1${')'.repeat(count)}`)!
  return toArray<{ Severity: string }>(code.GetSyntaxDiagnostics()).map(({ Severity }) => Severity)
}

test('binding a query does not build the grammar that only editors use', () => {
  // Other tests in this process may have built it.
  dropParserState()
  const { diagnostics, tables } = analyseQuery('SigninLogs | where ResultType == "0" | summarize count()', world)
  expect({ diagnostics, tables }).toEqual({ diagnostics: [], tables: ['SigninLogs'] })
  expect(grammarIsBuilt()).toBe(false)
})

test('a text beyond the maximum depth of the parser is read by that grammar', () => {
  expect(nested(1_000)).toEqual([])
  expect(grammarIsBuilt()).toBe(true)
})

test('only tables that a query reads get column symbols', () => {
  const read = new Set<string>()
  const watched = (name: string) => {
    const table = world.catalogue.get(name)!
    return {
      name,
      get columns() {
        read.add(name)
        return table.columns
      },
    }
  }
  const catalogue = loadCatalogue().with(world.catalogue.names.map(watched))
  expect(analyseQuery('SigninLogs | where ResultType == "0" | project Typo', { catalogue }).diagnostics).toMatchObject([
    { code: 'KS142' },
  ])
  expect([...read]).toEqual(['SigninLogs'])
})

test('a table that no query has read still has its columns on demand', () => {
  const state = globalsFor(world, 'Heartbeat')
  const [table] = toArray<{ Name: string; Columns: unknown }>(state.Database!.Tables).filter(
    ({ Name }) => Name === 'Heartbeat',
  )
  expect(toArray<{ Name: string }>(table!.Columns).map(({ Name }) => Name)).toEqual(
    world.catalogue.get('Heartbeat')!.columns.map(({ name }) => name),
  )
})
