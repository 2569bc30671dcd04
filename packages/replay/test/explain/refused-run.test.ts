import type { Engine, RowsExplained } from '@tripline/kql/engine'
import { describe, expect, test } from 'vitest'
import { explainCase, instantText, overReplay } from '../../src/index.ts'
import { writtenCases, writtenRule } from '../mutation/written.ts'
import { instant, rowsOf } from '../sample.ts'
import { memoryEnvironment } from '../suite/memory-environment.ts'

const query = 'SigninLogs | extend S = series_stats_dynamic(parse_json(Location))'
const rule = writtenRule({ query })
const eleven = instant('2026-03-02T11:00:00Z')

const refused: RowsExplained = {
  rows: 0,
  stages: [{ operator: 'table', rowsIn: 1, rowsOut: 1, isReached: true, start: 0, end: 10 }],
  causes: [{ kind: 'type', text: 'not an array', start: query.indexOf('series'), end: query.length }],
}

/** An engine whose query succeeds before eleven, and then refuses a value, or is at fault in another way. */
const failing = (explained: RowsExplained | undefined) =>
  ({
    run: async ({ now }) =>
      now! < eleven
        ? { ok: true, rows: rowsOf({ Location: 'string' }, []), tables: [], diagnostics: [] }
        : {
            ok: false,
            diagnostics: [
              { kind: 'runtime', severity: 'error', code: 'refused-value', message: 'refused', start: 0, end: 10 },
            ],
          },
    explainRefusal: async () => explained,
    [Symbol.asyncDispose]: async () => {},
  }) as Partial<Engine> as Engine

const environment = (explained: RowsExplained | undefined) => ({
  ...memoryEnvironment('.'),
  openEngine: async () => failing(explained),
})

const [hourly] = writtenCases({ replay: '{ from: 2026-03-02T10:55:00Z, to: 2026-03-02T11:05:00Z }' })

async function explained(at?: bigint, refusal: RowsExplained | undefined = refused) {
  const { value, diagnostics } = await explainCase(hourly!, rule, environment(refusal), at)
  return {
    explanation: value && {
      at: instantText(value.at),
      case: value.case,
      causes: value.causes.map(({ text, span }) => [text, span.file.text.slice(span.start, span.end)]),
    },
    errors: diagnostics.map(({ message }) => message),
  }
}

const errors = ['refused (the run of 2026-03-02T11:00:00Z)']

describe('a run in which the query refuses a value', () => {
  const explanation = {
    at: '2026-03-02T11:00:00Z',
    case: 'case 0',
    causes: [['not an array', 'series_stats_dynamic(parse_json(Location))']],
  }

  test('is explained at the operator, beside the error', async () => {
    expect(await explained()).toEqual({ explanation, errors })
    expect(await explained(eleven)).toEqual({ explanation, errors })
  })

  test('is an error alone if another run is to be explained, or no operator is at fault', async () => {
    expect(await explained(eleven - 1n)).toEqual({ explanation: undefined, errors })
    const { value, diagnostics } = await explainCase(hourly!, rule, environment(undefined))
    expect([value, diagnostics.length]).toEqual([undefined, 1])
  })

  test('is an error alone to whoever asks for no more', async () => {
    const used = () => ({ value: 'used', diagnostics: [] })
    const { value, diagnostics } = await overReplay(hourly!, rule, environment(refused), used)
    expect([value, diagnostics.map(({ message }) => message)]).toEqual([undefined, errors])
  })
})

describe('a case is not replayed', () => {
  const used = async (testCase: typeof hourly, own = rule) => {
    let opened = 0
    const counting = {
      ...environment(refused),
      openEngine: async () => {
        opened += 1
        return failing(refused)
      },
    }
    const found = await overReplay(testCase!, own, counting, () => ({ value: 'used', diagnostics: [] }))
    return [found.value, found.diagnostics.map(({ id }) => id), opened]
  }
  const [unknown, long] = writtenCases(
    { rows: '{ SigninLog: [{}] }' },
    { replay: '{ from: 2020-01-01T00:00:00Z, to: 2026-01-01T00:00:00Z }' },
  )

  test('over data with an error, or for too many runs', async () => {
    expect(await used(unknown)).toEqual([undefined, ['case-unknown-table'], 0])
    expect(await used(long)).toEqual([undefined, ['case-too-large'], 0])
  })
})
