import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmulatorOptions, startEmulator } from '@tripline/emulator'
import { named } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { handClock } from '@tripline/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connect, localAddress, localCredential } from '../../src/index.ts'

async function queries(options: Partial<EmulatorOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-data-'))
  writeFileSync(
    join(folder, 'Heartbeat.jsonl'),
    '{"TimeGenerated":"2026-03-02T09:30:00Z","Computer":"a"}\n{"TimeGenerated":"2026-03-01T09:30:00Z","Computer":"b"}',
  )
  const clock = () => new Date('2026-03-02T10:00:00Z')
  const { value } = await startEmulator({ catalogue: loadCatalogue(), clock, dataDir: named(folder), ...options })
  onTestFinished(() => value!.close())
  return connect(localAddress(value!), localCredential, handClock()).queries
}

describe('a query through the stock client', () => {
  it('keeps what the client itself loses: null datetimes, ticks, long digits', async () => {
    const kql = 'print a=datetime(null), b=datetime(2026-03-02 10:00:00.1234567), c=9223372036854775807, d=dynamic([1])'
    expect(await (await queries()).run({ kql })).toEqual({
      ok: true,
      value: {
        columns: [
          { name: 'a', type: 'datetime' },
          { name: 'b', type: 'datetime' },
          { name: 'c', type: 'long' },
          { name: 'd', type: 'dynamic' },
        ],
        rows: [[null, '2026-03-02T10:00:00.1234567Z', '9223372036854775807', [1]]],
      },
    })
  })

  it('keeps the text of dynamic values when asked, with the digits that JavaScript cannot hold', async () => {
    const kql = 'print d=dynamic({"a":9223372036854775807}), n=dynamic(null)'
    expect(await (await queries()).run({ kql, dynamicAsText: true })).toMatchObject({
      value: { columns: [{ type: 'dynamic' }, { type: 'dynamic' }], rows: [['{"a":9223372036854775807}', null]] },
    })
  })

  it('passes the timespan on', async () => {
    const { run } = await queries()
    const count = async (timespan?: string) => {
      const answer = await run({ kql: 'Heartbeat | count', ...(timespan !== undefined && { timespan }) })
      return answer.ok ? answer.value.rows : answer.error
    }
    expect(await count()).toEqual([[2]])
    expect(await count('PT1H')).toEqual([[1]])
    expect(await count('2026-03-01T00:00:00Z/2026-03-02T00:00:00Z')).toEqual([[1]])
  })

  it('reports the innermost of nested errors', async () => {
    const answer = await (await queries()).run({ kql: 'Heartbeat | where Nonsense == 1' })
    expect(answer).toMatchObject({ ok: false, error: { status: 400, message: expect.stringContaining('Nonsense') } })
  })

  it('does not wait for an hour when it is throttled', async () => {
    const { run } = await queries({ throttle: (_, path) => (path.startsWith('/v1') ? 3600 : undefined) })
    expect(await run({ kql: 'Heartbeat' })).toMatchObject({ ok: false, error: { status: 429, retryAfter: 3600 } })
  })
})
