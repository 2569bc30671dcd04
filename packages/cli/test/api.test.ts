import { describe, expect, test } from 'vitest'
import { check, compile, loadProject, runTests } from '../src/api/index.ts'
import { type ColumnType, openEngine, type Value } from '../src/api/kql.ts'
import { enterFolder } from './cli.ts'
import { sample } from './sample.ts'

describe('a project', () => {
  test('is loaded as its files, checked, replayed and compiled', async () => {
    enterFolder(sample)
    const { project, diagnostics } = await loadProject('.')
    expect(diagnostics).toEqual([])
    expect(project).toMatchObject({ root: '.', workspaces: ['local', 'prod'] })
    expect(project!.rules).toHaveLength(1)
    expect(project!.tests).toHaveLength(1)
    expect(await check(project!, { at: '2026-03-02T10:00:00Z' })).toEqual({ files: 2, diagnostics: [] })
    expect(await runTests(project!)).toMatchObject({ passed: 2, failed: 0, errors: 0, diagnostics: [] })
    expect(await runTests(project!, { filter: 'stays quiet' })).toMatchObject({ passed: 1 })
    const { file } = await compile(project!, { target: 'arm' })
    expect(file!.name).toBe('rules.arm.json')
    expect(JSON.parse(file!.text).resources).toHaveLength(1)
  })

  test('that is none, or a path that is none, is a diagnostic of every function', async () => {
    enterFolder({ 'empty/readme.md': '' })
    const { project, diagnostics } = await loadProject('empty')
    expect(project).toBeUndefined()
    expect(diagnostics).toMatchObject([{ severity: 'error' }])
    const root = { root: 'empty' }
    for (const report of [
      await check(root, { at: '2026-03-02T10:00:00Z' }),
      await runTests(root),
      await compile(root, { target: 'bicep' }),
    ]) {
      expect(report.diagnostics).toEqual(diagnostics)
    }
    enterFolder(sample)
    expect(await compile({ root: '.' }, { target: 'arm', paths: ['no.yaml'] })).toMatchObject({
      diagnostics: [{ severity: 'error' }],
    })
  })

  test('has findings where the command has them', async () => {
    enterFolder({ ...sample, 'detections/broken.yaml': 'id: x\n' })
    const { diagnostics } = await check({ root: '.' }, { at: '2026-03-02T10:00:00Z' })
    expect(diagnostics[0]).toMatchObject({ file: 'detections/broken.yaml', line: 1, severity: 'error' })
    expect(await check({ root: '.' }, { at: 'noon' })).toMatchObject({
      files: 0,
      diagnostics: [{ id: 'option-value' }],
    })
  })
})

const column = (type: ColumnType) => ({ name: 'a', type })

async function answer(kql: string, table?: { type: ColumnType; values: readonly unknown[] }) {
  const T = table && { columns: [column(table.type)], rows: table.values.map(value => [value as Value]) }
  const { engine, diagnostics } = await openEngine(T ? { tables: { T } } : {})
  if (!engine) return { table: undefined, diagnostics }
  await using opened = engine
  return await opened.query(kql)
}

describe('an engine', () => {
  // The text forms are those of `query --format json` (README, Programs).
  test.each<[ColumnType, readonly Value[]]>([
    ['long', [0, -1, 9007199254740991, '9007199254740993', '-9223372036854775808', null]],
    ['int', [2147483647, null]],
    ['real', [1.5, 2, 1e300, 'NaN', 'Infinity', '-Infinity', null]],
    ['decimal', ['0.1', '-12345678901234567890.5']],
    ['bool', [true, false, null]],
    ['string', ['', 'a"b', '\u{1f600}', '\ufeffx']],
    ['datetime', ['2026-03-02T10:00:00.1234567Z', null]],
    ['timespan', ['1.02:03:04.5000000', '-00:00:00.0000001']],
    ['guid', ['74be27de-1e4e-49d9-b579-fe0b331d3642']],
    ['dynamic', [{ b: [1, 1.5, null, 'x', { __proto__: null, nested: true }] }, [], 'text', '9007199254740993', null]],
  ])('gives back values of type %s as they were given', async (type, values) => {
    const { table, diagnostics } = await answer('T', { type, values })
    expect(diagnostics).toEqual([])
    expect(table).toEqual({ columns: [column(type)], rows: values.map(value => [value]) })
  })

  test('gives a long past 2^53 as text, within dynamics too', async () => {
    const { table } = await answer('T | extend b = bag_pack("n", a)', { type: 'long', values: ['9007199254740993', 5] })
    expect(table!.rows).toEqual([
      ['9007199254740993', { n: '9007199254740993' }],
      [5, { n: 5 }],
    ])
  })

  // 2^53 + 2 may be meant as 2^53 + 1 or + 3: JavaScript cannot tell.
  test.each<[ColumnType, unknown]>([
    ['long', 9007199254740994],
    ['long', 1.5],
    ['long', Number.NaN],
    ['datetime', 'noon'],
    ['bool', 'perhaps'],
    ['int', 2 ** 31],
  ])('refuses, as a %s, %j', async (type, value) => {
    const { table, diagnostics } = await answer('T', { type, values: [value] })
    expect(table).toBeUndefined()
    expect(diagnostics).toMatchObject([{ severity: 'error', message: expect.stringContaining('T.rows[0][0]') }])
  })

  test.each([[new Date(0)], [() => 1], [Symbol('x')], [new Map()], [5n]])(
    'throws at what is not plain data',
    async value => {
      await expect(answer('T', { type: 'dynamic', values: [value] })).rejects.toThrow(TypeError)
    },
  )

  test('keeps the order of columns whose names are numbers', async () => {
    const columns = ['b', '2', '1'].map(name => ({ name, type: 'string' as const }))
    const { engine } = await openEngine({ tables: { T: { columns, rows: [['x', 'y', 'z']] } } })
    await using opened = engine!
    const { table } = await opened.query(`T | project ['1'], b`)
    expect(table!.rows).toEqual([['z', 'x']])
    await expect(openEngine({ tables: { T: { columns: [column('int'), column('int')], rows: [] } } })).rejects.toThrow(
      'tables.T has two columns of the same name',
    )
  })

  test('reads files, watchlists, functions and external data', async () => {
    enterFolder({
      'logs/s.jsonl': '{"TimeGenerated":"2026-03-02T09:00:00Z","UserPrincipalName":"ann"}\n',
      'w.csv': 'ip\n192.0.2.1\n',
    })
    const { engine, diagnostics } = await openEngine({
      tables: { SigninLogs: 'logs/s.jsonl' },
      watchlists: { Office: { file: 'w.csv', searchKey: 'ip' } },
      functions: { Twice: { parameters: '(n:long)', body: 'n * 2' } },
      externalData: { 'https://feeds.contoso.example/a.csv': { text: 'x\n' } },
    })
    expect(diagnostics).toEqual([])
    await using opened = engine!
    const rows = async (kql: string) => (await opened.query(kql, { at: '2026-03-02T10:00:00Z' })).table?.rows
    expect(await rows('SigninLogs | where TimeGenerated > ago(2h) | project UserPrincipalName')).toEqual([['ann']])
    expect(await rows("_GetWatchlist('Office') | project SearchKey")).toEqual([['192.0.2.1']])
    expect(await rows('print Twice(4)')).toEqual([[8]])
    expect(await rows('externaldata(v:string)["https://feeds.contoso.example/a.csv"]')).toEqual([['x']])
  })

  test('says what is wrong with data and with a query, and where', async () => {
    enterFolder({ 's.jsonl': '{"TimeGenerated":"2026-03-02T09:00:00Z"}\n{oops\n' })
    const { engine, diagnostics } = await openEngine({ tables: { SigninLogs: 's.jsonl' } })
    expect(engine).toBeUndefined()
    expect(diagnostics).toMatchObject([{ severity: 'error', file: 's.jsonl', line: 2 }])
    expect(await answer('print x = 1\n| where y')).toMatchObject({
      diagnostics: [{ severity: 'error', line: 2, column: 9, kusto: 'KS142' }],
    })
    expect((await answer('print now()')).diagnostics).toMatchObject([{ severity: 'error' }])
  })
})
