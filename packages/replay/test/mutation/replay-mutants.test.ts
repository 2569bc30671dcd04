import type { TestCase } from '@tripline/rules'
import { describe, expect, test } from 'vitest'
import type { OpenCases } from '../../src/mutation/open-case.ts'
import { replayMutants } from '../../src/mutation/replay-mutants.ts'
import { nowhere } from '../sample.ts'
import { writtenCases, writtenRule } from './written.ts'

const rule = writtenRule()
const own = rule.query.value

const mutant = (name: string, { like = name, kql = name } = {}) => ({ name, rule, kql, like })

/** What a case does with queries by their text: `fails`, which is to notice; `same`; or `faulty`, which cannot be compiled. */
type Reactions = Readonly<Record<string, 'fails' | 'same' | 'faulty'>>

interface Scripted {
  readonly reactions: Readonly<Record<string, Reactions>>
  /** Cases that cannot be opened. */
  readonly unusable?: readonly string[]
}

/** Replays cases that react as written, and lists what happened. */
async function replay(cases: readonly TestCase[], mutants: readonly ReturnType<typeof mutant>[], script: Scripted) {
  const events: string[] = []
  const open: OpenCases = async testCase => {
    const name = testCase.name.value
    if (script.unusable?.includes(name)) {
      const message = `${name} has no data`
      return { diagnostics: [{ id: 'x', severity: 'error', category: 'input', message, span: nowhere }] }
    }
    events.push(`open ${name}`)
    const react = (kql: string) => script.reactions[name]?.[kql]
    return {
      value: {
        testCase,
        replay: async () => undefined,
        passes: async ({ kql }) => {
          events.push(`${name}: ${kql === own ? 'own' : kql}`)
          return react(kql) !== 'fails'
        },
        isSame: async kql => (react(kql) === 'faulty' ? undefined : react(kql) === 'same'),
        [Symbol.asyncDispose]: async () => void events.push(`close ${name}`),
      },
      diagnostics: [],
    }
  }
  const { alive, killedBy, diagnostics } = await replayMutants(cases, rule, mutants, open)
  return {
    alive: [...alive].map(({ name }) => name),
    killedBy: Object.fromEntries([...killedBy].map(([{ name }, by]) => [name, by])),
    diagnostics: diagnostics.map(({ message }) => message),
    events,
  }
}

const once = (name: string) => ({ name })
const runs = (name: string, count: number) => ({
  name,
  replay: `{ from: 2026-03-02T10:00:00Z, to: "2026-03-02T10:${String(5 * (count - 1)).padStart(2, '0')}:00Z" }`,
})
const withRows = (name: string, repeat: number) => ({ name, rows: `{ SigninLogs: [{ repeat: ${repeat} }, {}] }` })

describe('a mutant', () => {
  test('is noticed by the first case that fails with it, and by no other', async () => {
    const { alive, killedBy, events } = await replay(writtenCases(once('a'), once('b'), once('c')), [mutant('m')], {
      reactions: { b: { m: 'fails' }, c: { m: 'fails' } },
    })
    expect([alive, killedBy]).toEqual([[], { m: 'b' }])
    expect(events.filter(event => event.endsWith(': m'))).toEqual(['a: m', 'b: m'])
  })

  test('that no case notices is alive', async () => {
    expect(await replay(writtenCases(once('a')), [mutant('m')], { reactions: {} })).toMatchObject({
      alive: ['m'],
      killedBy: {},
      diagnostics: [],
    })
  })

  test('that does the same on the data of every case does not count, and is not replayed', async () => {
    const { alive, killedBy, events } = await replay(writtenCases(once('a'), once('b')), [mutant('m')], {
      reactions: { a: { m: 'same' }, b: { m: 'same' } },
    })
    expect([alive, killedBy]).toEqual([[], {}])
    expect(events.filter(event => event.endsWith(': m'))).toEqual([])
  })

  test('that does something else on the data of one case counts', async () => {
    const { alive } = await replay(writtenCases(once('a'), once('b')), [mutant('m')], {
      reactions: { a: { m: 'same' } },
    })
    expect(alive).toEqual(['m'])
  })

  test('of the schedule, whose query is the own, counts', async () => {
    const { alive, events } = await replay(writtenCases(once('a')), [mutant('trigger', { kql: own })], {
      reactions: { a: { [own]: 'same' } },
    })
    expect([alive, events]).toEqual([['trigger'], ['open a', 'a: own', 'a: own', 'close a']])
  })

  test('that cannot be compiled does not count', async () => {
    const { alive, killedBy } = await replay(writtenCases(once('a'), once('b')), [mutant('m')], {
      reactions: { a: { m: 'faulty' }, b: { m: 'fails' } },
    })
    expect([alive, killedBy]).toEqual([[], {}])
  })

  test('is tried first with the case that noticed the last one of its like', async () => {
    const like = { like: 'condition' }
    const { killedBy, events } = await replay(
      writtenCases(once('a'), once('b'), once('c')),
      [mutant('m1', like), mutant('other'), mutant('m2', like)],
      { reactions: { c: { m1: 'fails', m2: 'fails', other: 'fails' } } },
    )
    expect(killedBy).toEqual({ m1: 'c', m2: 'c', other: 'c' })
    expect(events.slice(6, -3)).toEqual(['a: m1', 'b: m1', 'c: m1', 'a: other', 'b: other', 'c: other', 'c: m2'])
  })
})

describe('a case', () => {
  test('that does not pass with the rule itself shows nothing', async () => {
    const { alive, killedBy, diagnostics, events } = await replay(writtenCases(once('a'), once('b')), [mutant('m')], {
      reactions: { a: { [own]: 'fails', m: 'fails' } },
    })
    expect([alive, killedBy]).toEqual([['m'], {}])
    expect(diagnostics).toEqual(['a does not pass, so it shows nothing about changes of the rule'])
    expect(events).toEqual(['open a', 'a: own', 'close a', 'open b', 'b: own', 'b: m', 'close b'])
  })

  test('whose data cannot be used is reported, and the others are tried', async () => {
    const { killedBy, diagnostics } = await replay(writtenCases(once('a'), once('b')), [mutant('m')], {
      reactions: { b: { m: 'fails' } },
      unusable: ['a'],
    })
    expect([killedBy, diagnostics]).toEqual([{ m: 'b' }, ['a has no data']])
  })

  test('if none can be used, every mutant is alive', async () => {
    const { alive } = await replay(writtenCases(once('a')), [mutant('m')], { reactions: {}, unusable: ['a'] })
    expect(alive).toEqual(['m'])
  })

  test('with few runs comes before one with many', async () => {
    const { events } = await replay(writtenCases(runs('long', 3), runs('longer', 4), once('short')), [mutant('m')], {
      reactions: {},
    })
    expect(events.filter(event => event.startsWith('open'))).toEqual(['open short', 'open long', 'open longer'])
  })

  test('with many rows, or with files, comes last and is open by itself, and only if mutants are left', async () => {
    const file = { name: 'file', data: '{ SigninLogs: a.jsonl }' }
    const cases = writtenCases(file, withRows('large', 2_000), withRows('small', 1_999))
    const { events } = await replay(cases, [mutant('m')], { reactions: {} })
    expect(events.filter(event => !event.includes(':'))).toEqual([
      'open small',
      'close small',
      'open file',
      'close file',
      'open large',
      'close large',
    ])
    const noticed = await replay(cases, [mutant('m')], { reactions: { small: { m: 'fails' } } })
    expect(noticed.events.filter(event => event.startsWith('open'))).toEqual(['open small'])
  })

  test('with few rows is open with at most 31 others', async () => {
    const names = Array.from({ length: 33 }, (_, index) => `${index}`)
    const { events } = await replay(writtenCases(...names.map(once)), [mutant('m')], { reactions: {} })
    const openings = events.filter(event => !event.includes(':'))
    expect(openings.slice(0, 33)).toEqual([...names.slice(0, 32).map(name => `open ${name}`), 'close 0'])
    expect(openings.slice(-2)).toEqual(['open 32', 'close 32'])
  })
})
