import { nearest } from '@tripline/diagnostics'
import { describe, expect, it } from 'vitest'

describe('nearest', () => {
  it.each([
    ['InitiatedBy_UPN', ['InitiatedByUpn', 'InitiatedBy'], 'InitiatedByUpn'],
    ['high', ['Low', 'High'], 'High'],
    ['ip', ['id', 'ik'], 'id'],
    ['sevrity', ['name', 'severity'], 'severity'],
    ['hihg', ['Low', 'High'], 'High'],
    ['jsno', ['csv', 'json'], 'json'],
    ['abdc', ['acbd'], undefined],
    ['frequency', ['queryFrequency', 'queryPeriod'], undefined],
    ['x', [], undefined],
    ['', ['abc'], undefined],
  ])('%s in %j', (name, candidates, expected) => expect(nearest(name, candidates)).toBe(expected))
})
