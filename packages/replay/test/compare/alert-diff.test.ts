import type { ExpectedAlert } from '@tripline/rules'
import { describe, expect, it } from 'vitest'
import type { Alert } from '../../src/alert/alert.ts'
import { alertDiff } from '../../src/compare/alert-diff.ts'
import { instant, located, nowhere, alert as sampleAlert } from '../sample.ts'

const alert = (changes: Partial<Alert> = {}): Alert => sampleAlert({ title: 'Spray', ...changes })
const expected = (changes: Partial<ExpectedAlert>): ExpectedAlert => ({ span: nowhere, ...changes })
const diff = (wanted: readonly ExpectedAlert[], raised: readonly Alert[]) =>
  alertDiff({ span: nowhere, alerts: wanted }, raised)

describe('the diff of expected and raised alerts', () => {
  it('is empty where all were raised, none was, or none is expected', () => {
    expect(diff([expected({ rows: located(1) })], [alert()])).toEqual([])
    expect(diff([expected({})], [])).toEqual([])
    expect(alertDiff({ span: nowhere }, [alert()])).toEqual([])
  })

  it('is with the alert that has the fewest differences', () => {
    const wanted = expected({ severity: located('High'), title: located('Spray'), rows: located(2) })
    expect(diff([wanted], [alert({ title: 'Other' }), alert({ rows: 2 })])).toEqual([
      'alerts[0] and the nearest alert, "Spray" at 2026-03-02T10:00:00Z:',
      '- severity: "High"',
      '+ severity: "Medium"',
    ])
  })

  it('may be with an alert of another run', () => {
    const wanted = expected({ at: located(instant('2026-03-02T11:00:00Z')) })
    expect(diff([wanted], [alert()])).toEqual([
      'alerts[0] and the nearest alert, "Spray" at 2026-03-02T10:00:00Z:',
      '- at: "2026-03-02T11:00:00.0000000Z"',
      '+ at: "2026-03-02T10:00:00.0000000Z"',
    ])
  })

  it('is with an alert that no other expectation has, if there is one', () => {
    const raised = [alert({ title: 'A' }), alert({ title: 'B' })]
    expect(diff([expected({ title: located('A') }), expected({ title: located('C') })], raised)).toEqual([
      'alerts[1] and the nearest alert, "B" at 2026-03-02T10:00:00Z:',
      '- title: "C"',
      '+ title: "B"',
    ])
  })

  it('names entities one by one', () => {
    const entity = (address: string) => ({ type: 'IP' as const, identifiers: { Address: address } })
    const wanted = ['10.0.0.1', '10.0.0.2'].map(address => ({
      span: nowhere,
      type: located('IP' as const),
      identifiers: [
        {
          name: located('Address'),
          value: { kind: 'scalar' as const, value: address, text: address, span: nowhere, offsetAt: () => 0 },
        },
      ],
    }))
    expect(
      diff([expected({ entities: wanted })], [alert({ entities: [entity('10.0.0.2'), entity('10.0.0.3')] })]),
    ).toEqual([
      'alerts[0] and the nearest alert, "Spray" at 2026-03-02T10:00:00Z:',
      '- entity {"IP":{"Address":"10.0.0.1"}}',
      '+ entity {"IP":{"Address":"10.0.0.3"}}',
    ])
  })
})
