import { describe, expect, it } from 'vitest'
import { listUdfs } from '../../../src/functions/aggregate/make-list.ts'
import { caller } from '../call.ts'

const call = caller(listUdfs)

// Semantics 10.8.
describe('lists of aggregated values', () => {
  it('flatten arrays by one level, keep bags and skip nulls', () => {
    expect(call('list_of', '[1,null,[2,[3]],{"a":[4]},""]', 100n)).toBe('[1,2,[3],{"a":[4]},""]')
    expect(call('set_of', '[1,[2,1],null,{"a":1},{"a":1}]', 100n)).toBe('[1,2,{"a":1}]')
  })

  it('stop at their maximum size, and are empty if there are no values', () => {
    expect(call('list_of', '[[1,1,2],3]', 2n)).toBe('[1,1]')
    expect(call('set_of', '[[1,1,2],3]', 2n)).toBe('[1,2]')
    expect(call('list_of', null, 2n)).toBe('[]')
  })
})
