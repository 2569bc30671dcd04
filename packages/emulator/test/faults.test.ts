import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { named } from '@tripline/files'
import { describe, expect, test } from 'vitest'
import { type FaultName, faultyAnswer, parseFaults, seededChance } from '../src/http/faults.ts'
import { type Local, local, scheduledBody } from './local-call.ts'

const now = new Date('2026-03-02T10:00:00Z')

describe('a list of faults', () => {
  test('names each with its probability', () => {
    expect(parseFaults('429:0.1,500:.05,drop:0,dropAfter:1,404read:0.5,etag:0.02')).toEqual({
      '429': 0.1,
      '500': 0.05,
      drop: 0,
      dropAfter: 1,
      '404read': 0.5,
      etag: 0.02,
    })
  })

  test.each([
    '',
    '429',
    '429:',
    '429:2',
    '429:-1',
    '429:1.5',
    '429:a',
    'flood:0.1',
    '429:0.1:0.2',
    'toString:1',
    '429:0.1,',
  ])('%j is none', text => expect(parseFaults(text)).toBeUndefined())
})

describe('chance', () => {
  const drawn = (seed: number) => {
    const chance = seededChance({ drop: 0.1 }, seed)
    return Array.from({ length: 2000 }, () => chance.happens('drop'))
  }

  test('repeats itself for a seed, and only then', () => {
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(1)).not.toEqual(drawn(2))
  })

  test('is as probable as it says: 200 of 2000, give or take four standard deviations', () => {
    const happened = drawn(3).filter(Boolean).length
    expect(Math.abs(happened - 200)).toBeLessThan(4 * Math.sqrt(2000 * 0.1 * 0.9))
  })

  test('says in five ways how long to wait, and fails in four', () => {
    const chance = seededChance({ '429': 1 }, 1)
    const answers = Array.from({ length: 100 }, () => faultyAnswer(chance, now)!)
    const spellings = new Set(
      answers.flatMap(({ headers }) =>
        Object.entries(headers!).map(([name, value]) => [name, value.length > 9].join()),
      ),
    )
    expect(spellings).toEqual(
      new Set(['Retry-After,false', 'Retry-After,true', 'retry-after-ms,false', 'x-ms-retry-after-ms,false']),
    )
    expect(answers.some(({ headers }) => Object.keys(headers!).length === 0)).toBe(true)
    const failing = seededChance({ '500': 1 }, 1)
    const statuses = Array.from({ length: 100 }, () => faultyAnswer(failing, now)!.status)
    expect(new Set(statuses)).toEqual(new Set([500, 502, 503, 504]))
  })
})

/** Two requests that always go wrong so, and then the workspace without faults. */
async function under(fault: FaultName, work: (workspace: Local) => Promise<unknown>): Promise<Local> {
  const stateDir = named(mkdtempSync(join(tmpdir(), 'tripline-faults-')))
  const healthy = await local({ stateDir })
  await healthy.rule('PUT', 'old', scheduledBody({ displayName: 'Old' }))
  await healthy.emulator.close()
  const faulty = await local({ stateDir, faults: { [fault]: 1 } })
  await work(faulty)
  await faulty.emulator.close()
  return local({ stateDir })
}

const names = async ({ rules }: Local) => (await rules()).body.value.map(({ name }) => name)

describe('a fault', () => {
  test.each([
    ['429', [429]],
    ['500', [500, 502, 503, 504]],
  ] as const)('%s leaves the request undone', async (fault, statuses) => {
    const after = await under(fault, async ({ rule }) => {
      expect(statuses).toContain((await rule('PUT', 'new', scheduledBody())).status)
    })
    expect(await names(after)).toEqual(['old'])
  })

  test('drop cuts the connection before the request, dropAfter after it', async () => {
    const put = ({ rule }: Local) => expect(rule('PUT', 'new', scheduledBody())).rejects.toThrow(/socket hang up/)
    expect(await names(await under('drop', put))).toEqual(['old'])
    expect(await names(await under('dropAfter', put))).toEqual(['old', 'new'])
  })

  test('404read hides what is new for 30 seconds from a GET', async () => {
    await under('404read', async workspace => {
      const { rule, pass } = workspace
      expect((await rule('PUT', 'new', scheduledBody())).status).toBe(201)
      expect((await rule('GET', 'new')).status).toBe(404)
      expect((await rule('GET', 'old')).status).toBe(200)
      expect(await names(workspace)).toEqual(['old', 'new'])
      pass(30 / 3600)
      expect((await rule('GET', 'new')).status).toBe(200)
    })
  })

  test('etag moves the etag of what is about to be written, and nothing else', async () => {
    await under('etag', async ({ rule }) => {
      const before = (await rule('GET', 'old')).body
      expect((await rule('PUT', 'old', scheduledBody({ displayName: 'New' }, before.etag))).status).toBe(409)
      const after = (await rule('GET', 'old')).body
      expect(after.etag).not.toBe(before.etag)
      expect(after.properties).toEqual(before.properties)
    })
  })
})
