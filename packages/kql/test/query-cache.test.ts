import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inside } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { openEngine, openQueryCache, type RunRequest, type TypedTable } from '../src/engine.ts'

const catalogue = loadCatalogue()

/** The folder's secret; another secret means another user. */
const located = (folder: string) => ({ folder: inside(dirname(folder), folder), secret: Buffer.alloc(32, 7) })

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'tripline-')), 'queries')

const things: TypedTable = {
  table: {
    name: 'Things',
    columns: [
      { name: 'Name', type: 'string' },
      { name: 'More', type: 'dynamic' },
    ],
  },
  rows: [
    ['a', '{"x":1}'],
    ['b', '{"y":"z"}'],
  ],
}

async function answer(folder: string | undefined, request: RunRequest, tables: readonly TypedTable[] = [things]) {
  await using engine = await openEngine(
    catalogue,
    { tables },
    {
      cache: folder ? openQueryCache(located(folder)) : undefined,
    },
  )
  return await engine.run(request)
}

const entriesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.json'))
    .map(path => join(folder, path))

describe('cached compilations', () => {
  test.each([
    ['rows', 'Things | where Name has "b" | project Name'],
    ['the time of the run', 'print t = now()'],
    ['what is written for a few rows', 'Things | summarize dcount(strcat(Name, now()))'],
    ['an overflow', 'print x = 9223372036854775807 + tolong(strlen("a"))'],
    ['columns that data decides', 'Things | evaluate bag_unpack(More)'],
    ['an error', 'Things | where Nam == "a"'],
    ['a warning or refusal', 'Things | evaluate python(typeof(*), "")'],
  ])('%s: the second result equals the first', async (_, kql) => {
    const folder = newFolder()
    const request = { kql, now: 638_000_000_000_000_000n }
    const expected = await answer(undefined, request)
    expect(await answer(folder, request)).toEqual(expected)
    const written = entriesOf(folder).map(path => statSync(path).mtimeMs)
    expect(written.length).toBeGreaterThan(0)
    expect(await answer(folder, request)).toEqual(expected)
    expect(entriesOf(folder).map(path => statSync(path).mtimeMs)).toEqual(written)
  })

  test('another schema invalidates a compilation', async () => {
    const folder = newFolder()
    const request = { kql: 'Things | project Name' }
    await answer(folder, request)
    const renamed = { ...things, table: { ...things.table, columns: [{ name: 'Title', type: 'string' as const }] } }
    expect(await answer(folder, request, [renamed])).toMatchObject({ ok: false })
  })

  test.each([
    ['no JSON', '{"sql":'],
    ['another shape', '{"query":{"sql":"SELECT 1"},"diagnostics":[]}'],
    [
      'a value that no run has',
      '{"query":{"sql":{"parts":[{"run":"password"}]},"guarded":{"parts":[]},"columns":[]},"diagnostics":[]}',
    ],
    [
      'a type that KQL has not',
      '{"query":{"sql":{"parts":[]},"guarded":{"parts":[]},"columns":[{"name":"a","type":"b"}]},"diagnostics":[]}',
    ],
  ])('an entry with %s counts as missing', async (_, text) => {
    const folder = newFolder()
    const request = { kql: 'Things | count' }
    const expected = await answer(folder, request)
    const [entry] = entriesOf(folder)
    writeFileSync(entry!, text)
    expect(await answer(folder, request)).toEqual(expected)
    expect(readFileSync(entry!, 'utf8')).not.toBe(text)
  })

  test('a folder that others may write to is not used', () => {
    const folder = newFolder()
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o777)
    expect(openQueryCache(located(folder))).toBeUndefined()
  })

  test('a path that cannot be a folder only costs time', () => {
    const folder = newFolder()
    writeFileSync(folder, '')
    expect(openQueryCache(located(folder))).toBeUndefined()
  })

  test('entries of other versions are deleted after a month', () => {
    const folder = newFolder()
    const [old, recent, foreign] = ['0'.repeat(32), '1'.repeat(32), 'notes'].map(name => join(folder, name))
    for (const path of [old!, recent!, foreign!]) mkdirSync(path, { recursive: true, mode: 0o700 })
    for (const path of [old!, foreign!]) utimesSync(path, 0, 0)
    expect(openQueryCache(located(folder))).toBeDefined()
    const left = readdirSync(folder)
    expect(left).toEqual(expect.arrayContaining(['1'.repeat(32), 'notes']))
    expect(left).not.toContain('0'.repeat(32))
  })
})

describe('the plans of explained queries', () => {
  const shared =
    'let all = Things | summarize Count = count() by Name; all | join kind=inner (all) on Name | where Count > 1'

  async function explain(folder: string | undefined, kql: string) {
    const cache = folder ? openQueryCache(located(folder)) : undefined
    await using engine = await openEngine(catalogue, { tables: [things] }, { cache })
    return await engine.explain({ kql, now: 638_000_000_000_000_000n }, rows => rows > 0)
  }

  const plansIn = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.plan'))
      .map(path => join(folder, path))

  test.each([
    ['constants of every size', 'Things | where strlen(Name) > 9223372036854775806'],
    ['a plan that is read twice', shared],
    ['an expression of the run', 'Things | where now() < datetime(2000-01-01)'],
  ])('with %s explain it as new ones do', async (_, kql) => {
    const folder = newFolder()
    const expected = await explain(undefined, kql)
    expect(expected?.causes.length).toBeGreaterThan(0)
    expect(await explain(folder, kql)).toEqual(expected)
    expect(plansIn(folder)).toHaveLength(1)
    expect(await explain(folder, kql)).toEqual(expected)
  })

  test('are not kept where rows decide the columns', async () => {
    const folder = newFolder()
    await explain(folder, 'Things | evaluate bag_unpack(More) | where Name == "c"')
    expect(plansIn(folder)).toEqual([])
  })

  test('are ignored if they are damaged', async () => {
    const folder = newFolder()
    const expected = await explain(folder, shared)
    const [plan] = plansIn(folder)
    writeFileSync(plan!, readFileSync(plan!).subarray(0, -9))
    expect(await explain(folder, shared)).toEqual(expected)
  })
})
