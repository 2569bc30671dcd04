import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { analyseQuery } from '../src/compile.ts'
import { bounded } from '../src/frontend/bounded.ts'
import { timedOut, withinTime } from '../src/limits/time-limit.ts'

const forEver = (): never => {
  for (;;);
}

test('what takes too long ends, and what does not is answered', () => {
  expect(withinTime(50, forEver)).toBe(timedOut)
  expect(withinTime(60_000, () => 1)).toBe(1)
  expect(() =>
    withinTime(60_000, () => {
      throw new TypeError('its own')
    }),
  ).toThrow(new TypeError('its own'))
})

test('limits nest: the inner ends alone, the outer ends both', () => {
  expect(withinTime(60_000, () => withinTime(50, forEver))).toBe(timedOut)
  const after: string[] = []
  expect(
    withinTime(50, () => {
      withinTime(60_000, forEver)
      after.push('reached')
    }),
  ).toBe(timedOut)
  expect(after).toEqual([])
})

test('a stack that ends within a query is an error of the query, and the next has a fresh parser', () => {
  const catalogue = loadCatalogue()
  const deeper = (): number => 1 + deeper()
  expect(bounded('print 1', deeper)).toMatchObject({ diagnostic: { kind: 'runtime', code: 'too-deep' } })
  const { diagnostics, columns } = analyseQuery('SigninLogs | project AppId', { catalogue })
  expect({ diagnostics, columns }).toEqual({ diagnostics: [], columns: [{ name: 'AppId', type: 'string' }] })
})
