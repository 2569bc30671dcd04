import { nearest } from '@tripline/diagnostics'
import { describe, expect, it } from 'vitest'

describe('nearest', () => {
  it.each([
    ['InitiatedBy_UPN', ['InitiatedByUpn', 'InitiatedBy'], 'InitiatedByUpn'],
    ['high', ['Low', 'High'], 'High'],
    ['ip', ['id', 'ik'], 'id'],
    ['sevrity', ['name', 'severity'], 'severity'],
    ['frequency', ['queryFrequency', 'queryPeriod'], undefined],
    ['x', [], undefined],
    ['', ['abc'], undefined],
  ])('%s in %j', (name, candidates, expected) => expect(nearest(name, candidates)).toBe(expected))
})
