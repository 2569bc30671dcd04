import type { Engine, RunAnswer, RunRequest } from '@tripline/kql/engine'
import { describe, expect, test } from 'vitest'
import { type AnswerRuns, inSweeps, severalAtOnce, tickByTick } from '../../src/index.ts'
import { scheduledRunAt } from '../../src/run/scheduled-run.ts'
import { rowsOf, scheduled } from '../sample.ts'

const runs = [100n, 200n, 300n, 400n].map(at => scheduledRunAt(scheduled(), at))
const query = { kql: 'SigninLogs', timeout: 1_000 }

/** The answer of a run has the time of the run in its only row. */
const answerAt = (at: bigint): Extract<RunAnswer, { ok: true }> => ({
  ok: true,
  rows: rowsOf({ At: 'long' }, [[at]]),
  tables: [],
  diagnostics: [],
})

/** An engine that answers later, and notes what it was asked and how many runs were under way at most. */
function scripted() {
  const asked: RunRequest[] = []
  let open = 0
  let mostOpen = 0
  const run: Engine['run'] = async request => {
    asked.push(request)
    open += 1
    mostOpen = Math.max(mostOpen, open)
    await new Promise(resolve => setImmediate(resolve))
    open -= 1
    return answerAt(request.now!)
  }
  return { run, asked, mostOpen: () => mostOpen }
}

async function answersOf(answers: AnswerRuns): Promise<readonly RunAnswer[]> {
  const given: RunAnswer[] = []
  for await (const answer of answers(query, runs)) given.push(answer)
  return given
}

const requests = runs.map(({ at, window }) => ({ kql: query.kql, now: at, window, timeout: query.timeout }))
const inOrder = runs.map(({ at }) => answerAt(at))

describe('the answers to runs, in their order, come from', () => {
  test('one query per run, one after the other', async () => {
    const engine = scripted()
    expect(await answersOf(tickByTick(engine))).toEqual(inOrder)
    expect(engine.asked).toEqual(requests)
    expect(engine.mostOpen()).toBe(1)
  })

  test.each([1, 2, 9])('one query per run, %i at once', async most => {
    const engine = scripted()
    expect(await answersOf(severalAtOnce(engine, most))).toEqual(inOrder)
    expect(engine.asked).toEqual(requests)
    expect(engine.mostOpen()).toBe(Math.min(most, runs.length))
  })

  test('one query for all of them', async () => {
    const engine = scripted()
    const swept: unknown[] = []
    const sweep: Engine['sweep'] = async request => {
      swept.push(request)
      return inOrder
    }
    expect(await answersOf(inSweeps({ ...engine, sweep }))).toEqual(inOrder)
    expect(swept).toEqual([{ ...query, runs: runs.map(({ at, window }) => ({ now: at, window })) }])
    expect(engine.asked).toEqual([])
  })

  test('one query per run, if one for all of them might answer otherwise', async () => {
    const engine = scripted()
    expect(await answersOf(inSweeps({ ...engine, sweep: async () => undefined }))).toEqual(inOrder)
    expect(engine.asked).toEqual(requests)
  })
})
