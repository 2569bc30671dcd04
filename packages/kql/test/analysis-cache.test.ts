import { mkdtempSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inside } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { analyseQueries, openAnalysisCache } from '../src/analysis.ts'
import { openKeptFolder } from '../src/cache/kept-folder.ts'
import { analyseQuery } from '../src/compile.ts'

const catalogue = loadCatalogue()
const kql = 'SigninLogs | where TimeGenerated > ago(2h) | where Wrong == 1 | project AppId'

/** The folder's secret; another secret means another user. */
const located = (folder: string) => ({ folder: inside(dirname(folder), folder), secret: Buffer.alloc(32, 7) })

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'tripline-')), 'analyses')

const entriesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => join(folder, path))
    .filter(path => statSync(path).isFile())

describe('cached analyses', () => {
  test.each([
    kql,
    'SigninLogs | where TimeGenerated > ago(2h) | take 1',
    'SigninLogs | evaluate python(typeof(*), "")',
    'let',
  ])('an analysis is read back unchanged: %s', async query => {
    const folder = newFolder()
    const world = { catalogue }
    const expected = analyseQuery(query, world)
    expect((await analyseQueries([query], world, openAnalysisCache(located(folder)))).get(query)).toEqual(expected)
    const written = entriesOf(folder).map(path => statSync(path).mtimeMs)
    expect(written).toHaveLength(1)
    expect((await analyseQueries([query], world, openAnalysisCache(located(folder)))).get(query)).toEqual(expected)
    expect(entriesOf(folder).map(path => statSync(path).mtimeMs)).toEqual(written)
  })

  test.each<[string, (path: string, other: string) => void]>([
    ['cut short', path => truncateSync(path, 40)],
    ['empty', path => writeFileSync(path, '')],
    [
      'with a flipped bit',
      path => {
        const bytes = readFileSync(path)
        bytes[bytes.length - 1]! ^= 1
        writeFileSync(path, bytes)
      },
    ],
    ['of another query', (path, other) => writeFileSync(path, readFileSync(other))],
  ])('an entry %s counts as missing', async (_, damage) => {
    const folder = newFolder()
    const world = { catalogue }
    await analyseQueries([kql], world, openAnalysisCache(located(folder)))
    const [entry] = entriesOf(folder)
    await analyseQueries(['print 1'], world, openAnalysisCache(located(folder)))
    damage(entry!, entriesOf(folder).find(path => path !== entry)!)
    const found = await analyseQueries([kql], world, openAnalysisCache(located(folder)))
    expect(found.get(kql)).toEqual(analyseQuery(kql, world))
  })

  test('another schema, function or watchlist invalidates analyses', async () => {
    const folder = newFolder()
    const errors = async (world: Parameters<typeof analyseQueries>[1], query: string) =>
      (await analyseQueries([query], world, openAnalysisCache(located(folder))))
        .get(query)!
        .diagnostics.map(({ code }) => code)
    const extended = catalogue.with([{ name: 'SigninLogs', columns: [{ name: 'Wrong', type: 'long' }] }])
    expect(await errors({ catalogue }, 'SigninLogs | where Wrong == 1')).toEqual(['KS142'])
    expect(await errors({ catalogue: extended }, 'SigninLogs | where Wrong == 1')).toEqual([])
    const functions = [{ name: 'Mine', parameters: '()', body: 'SigninLogs' }]
    expect(await errors({ catalogue }, 'Mine() | take 1')).toEqual(['KS211'])
    expect(await errors({ catalogue, functions }, 'Mine() | take 1')).toEqual([])
    const watchlists = [{ alias: 'W', columns: ['SearchKey', 'Site'] }]
    expect(await errors({ catalogue, watchlists }, '_GetWatchlist("W") | project Sit')).toEqual(['KS142'])
    expect(await errors({ catalogue }, '_GetWatchlist("W") | project Sit')).toEqual([])
  })

  test('the older half of too many files is deleted', () => {
    const folder = newFolder()
    const kept = openKeptFolder(located(folder))!
    for (let n = 0; n <= 5_000; n++) kept.write(`${n}`, '')
    openKeptFolder(located(folder))
    expect(entriesOf(folder)).toHaveLength(2_500)
  })
})
