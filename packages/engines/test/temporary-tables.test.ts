import { startEmulator } from '@tripline/emulator'
import type { Rows } from '@tripline/kql/engine'
import { type ColumnType, loadCatalogue } from '@tripline/schemas'
import { everyType, handClock } from '@tripline/testkit'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadedTable } from '../src/given/loaded-table.ts'
import { kustoEngine, type ManagedEngine, stoppable, temporaryTables } from '../src/index.ts'
import type { RemoteOutcome } from '../src/remote-engine.ts'
import { engineOver, json, oneApi } from './cluster.ts'

const timeout = 10_000

/** A database that counts rows as it is told, and does with each command what `outcomeOf` says. */
function database(count: number, outcomeOf: (command: string) => RemoteOutcome = () => ({ ok: true })) {
  const commands: string[] = []
  const engine: ManagedEngine = {
    name: 'fake',
    run: async () => ({ ok: true, rows: { columns: [{ name: 'Count', type: 'long' }], rows: [[BigInt(count)]] } }),
    async manage(command) {
      commands.push(command.slice(0, 80))
      return outcomeOf(command)
    },
    close() {},
  }
  return { engine, commands }
}

const one: Rows = { columns: [{ name: 'x', type: 'long' }], rows: [[1n]] }
const two: Rows = { ...one, rows: [[1n], [2n]] }
const unreachable = { ok: false, fault: 'unreachable', message: 'cut' } as const
const refused = { ok: false, fault: 'refused', message: "Table 'n1' exists." } as const

const numbered = () => {
  let last = 0
  return () => `n${++last}`
}

// Expected: what was given.
test('rows of every type come back cell for cell from a table', async () => {
  const rows = everyType(120)
  const clock = handClock()
  const { value: emulator } = await startEmulator({ catalogue: loadCatalogue(), clock: () => new Date(clock.now()) })
  onTestFinished(() => emulator!.close())
  const kusto = kustoEngine({ cluster: emulator!.url, database: 'local', ca: emulator!.ca }, undefined, clock)
  onTestFinished(() => kusto.close())
  const tables = temporaryTables(kusto as ManagedEngine, numbered(), () => false)
  const answer = await tables.during([loadedTable(rows)], timeout, ([name]) => kusto.run({ kql: `${name}`, timeout }))
  const text = (row: Rows['rows'][number]) => row.map(String).join()
  const sorted = (all: Rows['rows']) => all.toSorted((a, b) => (text(a) < text(b) ? -1 : 1))
  expect(answer).toMatchObject({ ok: true, rows: { columns: rows.columns } })
  expect('rows' in answer && sorted(answer.rows.rows)).toEqual(sorted(rows.rows))
  expect(await kusto.run({ kql: 'n1', timeout })).toMatchObject({ ok: false, fault: 'refused' })
  expect(tables.left()).toEqual([])
})

describe('tables', () => {
  test('are made, counted and removed', async () => {
    const { engine, commands } = database(2)
    const tables = temporaryTables(engine, numbered(), () => false)
    expect(await tables.during([loadedTable(two), loadedTable(two)], timeout, async names => names)).toEqual([
      'n1',
      'n2',
    ])
    expect(commands).toEqual([
      '.set n1 <| datatable(x:long)[long(1)]',
      ".ingest inline into table n1 with (format='csv') <|\n2\n",
      '.set n2 <| datatable(x:long)[long(1)]',
      ".ingest inline into table n2 with (format='csv') <|\n2\n",
      '.drop table n1 ifexists',
      '.drop table n2 ifexists',
    ])
    expect(tables.left()).toEqual([])
  })

  test('are removed also after an exception', async () => {
    const { engine, commands } = database(1)
    const working = temporaryTables(engine, numbered(), () => false).during([loadedTable(one)], timeout, () =>
      Promise.reject(new Error('no')),
    )
    await expect(working).rejects.toThrow('no')
    expect(commands.at(-1)).toBe('.drop table n1 ifexists')
  })

  test.each<[string, number, (command: string) => RemoteOutcome, RegExp, readonly string[], readonly string[]]>([
    ['that exist are left alone', 2, () => refused, /'n1' exists/, ['.set'], []],
    [
      'that could be filled in part only are removed',
      2,
      command => (command.startsWith('.ingest') ? refused : { ok: true }),
      /cannot be filled/,
      ['.set', '.ingest', '.drop'],
      [],
    ],
    [
      'that lack rows are not used',
      1,
      () => ({ ok: true }),
      /of 2 rows .* 1 are there/,
      ['.set', '.ingest', '.drop'],
      [],
    ],
    [
      'that an unanswered command may still make are named',
      2,
      command => (command.startsWith('.set') ? unreachable : { ok: true }),
      /cut/,
      ['.set', '.drop'],
      ['.drop table n1 ifexists'],
    ],
    [
      'that cannot be removed are named',
      2,
      command => (command.startsWith('.ingest') || command.startsWith('.drop') ? refused : { ok: true }),
      /cannot be filled/,
      ['.set', '.ingest', '.drop'],
      ['.drop table n1 ifexists'],
    ],
  ])('%s', async (_, count, outcomeOf, problem, verbs, left) => {
    const { engine, commands } = database(count, outcomeOf)
    const tables = temporaryTables(engine, numbered(), () => false)
    const work = () => Promise.reject(new Error('it has no tables to work with'))
    expect(await tables.during([loadedTable(two)], timeout, work)).toEqual({ problem: expect.stringMatching(problem) })
    expect(commands.map(command => command.split(' ')[0])).toEqual(verbs)
    expect(tables.left()).toEqual(left)
  })

  test('are removed when the work is interrupted', async () => {
    let isStopped = false
    const { engine, commands } = database(2, () => {
      isStopped = true
      return { ok: true }
    })
    const tables = temporaryTables(engine, numbered(), () => isStopped)
    const work = () => Promise.reject(new Error('it has no tables to work with'))
    expect(await tables.during([loadedTable(two)], timeout, work)).toEqual({ problem: 'interrupted' })
    expect(commands).toEqual(['.set n1 <| datatable(x:long)[long(1)]', '.drop table n1 ifexists'])
  })

  // Cells whose reading as CSV no documentation settles come as KQL.
  test.each<[ColumnType, unknown, string]>([
    ['string', 'a "b", c', '"a ""b"", c"'],
    ['string', '', '""'],
    ['long', null, ''],
    ['dynamic', '{"a":1}', '"{""a"":1}"'],
    ['string', 'a\nb', 'KQL'],
    ['string', '\ufeff', 'KQL'],
    ['real', Number.NaN, 'KQL'],
    ['real', Number.NEGATIVE_INFINITY, 'KQL'],
    ['dynamic', '"7"', 'KQL'],
    ['dynamic', '7', 'KQL'],
    ['dynamic', null, 'KQL'],
  ])('take a %s %j as %s', async (type, cell, expected) => {
    const rows = { columns: [{ name: 'x', type }], rows: [['first'], [cell]] } as Rows
    const { engine, commands } = database(2)
    await temporaryTables(engine, numbered(), () => false).during([loadedTable(rows)], timeout, async () => {})
    expect(commands[1]).toBe(
      expected === 'KQL'
        ? '.drop table n1 ifexists'
        : `.ingest inline into table n1 with (format='csv') <|\n${expected}\n`,
    )
  })

  test('are filled in pieces of a bounded size', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => [`${'x'.repeat(10_000)}${index % 2 ? '\n' : ''}`])
    const sizes: number[] = []
    const { engine } = database(300, command => {
      sizes.push(command.length)
      return { ok: true }
    })
    const columns = [{ name: 'x', type: 'string' }] as const
    await temporaryTables(engine, numbered(), () => false).during(
      [loadedTable({ columns, rows })],
      timeout,
      async () => {},
    )
    expect(sizes.length).toBeGreaterThan(15)
    expect(Math.max(...sizes)).toBeLessThan(600_000)
    expect(sizes.reduce((sum, size) => sum + size)).toBeGreaterThan(3_000_000)
  })
})

describe('a command', () => {
  test('goes to the management endpoint, and is sent again only if it was not carried out', async () => {
    const { engine, requests } = await engineOver((response, _, count) =>
      count === 1 ? json(response, '{}', 429, { 'Retry-After': '1' }) : json(response, { Tables: [] }),
    )
    expect(await engine.manage!('.drop table T ifexists', timeout)).toEqual({ ok: true })
    expect(requests.map(({ csl, path }) => [path, csl])).toEqual(
      Array.from({ length: 2 }, () => ['/v1/rest/mgmt', '.drop table T ifexists']),
    )
  })

  test.each<[number, object, string]>([
    [503, {}, 'unreachable'],
    [403, oneApi('Principal is not authorized'), 'denied'],
    [400, oneApi('Table exists'), 'refused'],
  ])('is sent once where the answer is %i', async (status, body, fault) => {
    const { engine, requests } = await engineOver(response => json(response, body, status))
    expect(await engine.manage!('.set T <| print 1', timeout)).toMatchObject({ ok: false, fault })
    expect(requests).toHaveLength(1)
  })

  // https://learn.microsoft.com/kusto/api/rest/request-properties
  test('cannot come from a query', async () => {
    const { engine, requests } = await engineOver(response => json(response, oneApi('no'), 400))
    await engine.run({ kql: '.drop table T', timeout })
    expect(requests[0]).toMatchObject({
      path: '/v2/rest/query',
      properties: { Options: { request_readonly: true, request_callout_disabled: true } },
    })
  })
})

test('an engine that is stopped answers nothing more, not even what it is being asked', async () => {
  let stop = () => {}
  const stopped = new Promise<void>(resolve => (stop = resolve))
  let asked = 0
  const { engine } = database(1)
  const run: ManagedEngine['run'] = () => {
    asked += 1
    return new Promise(() => {})
  }
  const stopping = stoppable({ ...engine, run }, stopped)
  const pending = stopping.run({ kql: 'T', timeout })
  stop()
  const answer = { ok: false, fault: 'unreachable', message: 'interrupted' }
  expect(await pending).toEqual(answer)
  expect(await stopping.run({ kql: 'T', timeout })).toEqual(answer)
  expect(asked).toBe(1)
})
