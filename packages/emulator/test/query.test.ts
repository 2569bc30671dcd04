import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { named } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { startEmulator } from '../src/index.ts'
import { local, queryPath, send } from './local-call.ts'

const heartbeats = [
  { TimeGenerated: '2026-03-02T09:30:00Z', Computer: 'a', ResourceId: '' },
  { TimeGenerated: '2026-03-01T09:30:00Z', Computer: 'b' },
]

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-data-'))
  writeFileSync(join(folder, 'Heartbeat.jsonl'), heartbeats.map(row => JSON.stringify(row)).join('\n'))
  return folder
}

/** Ask the query endpoint; the clock is at 2026-03-02T10:00:00Z. */
async function ask(body: unknown, folder = dataFolder()) {
  const { emulator } = await local({
    dataDir: named(folder),
    watchlists: [{ alias: 'Hosts', columns: ['SearchKey', 'Owner'], rows: [['a', 'Ann']] }],
    functions: [{ name: 'Beats', parameters: '()', body: 'Heartbeat | project Computer' }],
  })
  return send(emulator, 'POST', await queryPath(emulator), body)
}

const rowsOf = async (query: string, timespan?: string) => (await ask({ query, timespan })).body.tables?.[0]?.rows

describe('the query endpoint', () => {
  it('answers from recorded logs, with names and types of the columns', async () => {
    const { status, body } = await ask({
      query: 'Heartbeat | project Computer, TimeGenerated | top 1 by Computer desc',
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      tables: [
        {
          name: 'PrimaryResult',
          columns: [
            { name: 'Computer', type: 'string' },
            { name: 'TimeGenerated', type: 'datetime' },
          ],
          rows: [['b', '2026-03-01T09:30:00.0000000Z']],
        },
      ],
    })
  })

  it('sees only rows of the timespan', async () => {
    expect(await rowsOf('Heartbeat | project Computer', 'PT1H')).toEqual([['a']])
    expect(await rowsOf('Heartbeat | project Computer', '2026-03-01T00:00:00Z/P1D')).toEqual([['b']])
    expect(await rowsOf('Heartbeat | count')).toEqual([[2]])
    // What the stock client sends when it is given none.
    expect(await rowsOf('Heartbeat | count', '')).toEqual([[2]])
  })

  it('writes values as the service does', async () => {
    const query =
      'print a=long(null), b=datetime(null), c=real(nan), d=time(1.02:03:04), e=dynamic({"x":1}), f=true, g=now()'
    expect(await rowsOf(query)).toEqual([
      [null, null, 'NaN', '1.02:03:04', '{"x":1}', true, '2026-03-02T10:00:00.0000000Z'],
    ])
  })

  it('knows the functions and watchlists of the workspace', async () => {
    expect(await rowsOf('Beats | sort by Computer asc')).toEqual([['a'], ['b']])
    expect(await rowsOf("_GetWatchlist('Hosts') | project Owner")).toEqual([['Ann']])
  })

  it.each([
    ['Heartbeat | where Nonsense == 1', 'SemanticError'],
    ['Nowhere_CL', 'SemanticError'],
    ['Heartbeat | where', 'SyntaxError'],
  ])('says what is wrong with %s', async (query, code) => {
    const { status, body } = await ask({ query })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'BadArgumentError', innererror: { code } })
  })

  it.each([
    [{}],
    [{ query: '' }],
    [{ query: 'Heartbeat', timespan: 'yesterday' }],
    [{ query: 'Heartbeat', workspaces: ['another'] }],
  ])('refuses the request %j', async body => {
    const refused = await ask(body)
    expect([refused.status, refused.body.error.code]).toEqual([400, 'BadArgumentError'])
  })

  it('does not start on a folder whose files are not logs', async () => {
    const folder = dataFolder()
    writeFileSync(join(folder, 'Nowhere_CL.jsonl'), '{}')
    const { value, diagnostics } = await startEmulator({
      catalogue: loadCatalogue(),
      clock: () => new Date(0),
      dataDir: named(folder),
    })
    expect(value).toBeUndefined()
    expect(diagnostics.map(({ id }) => id)).toEqual(['fixture-unknown-table'])
  })
})
