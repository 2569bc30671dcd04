import { describe, expect, it } from 'vitest'
import { seriesBinUdfs } from '../../../src/functions/series/series-bins.ts'
import { seriesElementUdfs } from '../../../src/functions/series/series-elements.ts'
import { seriesFillUdfs } from '../../../src/functions/series/series-fill.ts'
import { seriesFilterUdfs } from '../../../src/functions/series/series-filter.ts'
import { seriesStatsUdfs } from '../../../src/functions/series/series-stats.ts'
import { RefusedValue } from '../../../src/values/refused-value.ts'
import { caller } from '../call.ts'

const call = caller({ ...seriesElementUdfs, ...seriesFillUdfs, ...seriesFilterUdfs, ...seriesStatsUdfs })

// Semantics 14.3, 14.4 and the functions' documentation pages.
describe('element by element', () => {
  it.each([
    ['series_add', ['[1,2.5,null]', '[10,1]'], '[11,3.5,null]'],
    ['series_subtract', ['[5,"x"]', '2'], '[3,null]'],
    ['series_multiply', ['3', '[2,4]'], '[6,12]'],
    ['series_divide', ['[1,1]', '[4,0]'], '[0.25,"Infinity"]'],
    ['series_pow', ['[2,3]', '2'], '[4.0,9.0]'],
    ['series_less', ['[1,5]', '[2,5]'], '[true,false]'],
    ['series_greater_equals', ['[1,5]', '[2,5]'], '[false,true]'],
    ['series_not_equals', ['[1,5]', '[1.0,4]'], '[false,true]'],
    ['series_abs', ['[-2,2.5,"x"]'], '[2,2.5,null]'],
    ['series_floor', ['[-0.5]'], '[-1.0]'],
    ['series_ceiling', ['[1.2]'], '[2.0]'],
    ['series_sign', ['[-3,0]'], '[-1.0,0.0]'],
    ['series_exp', ['[0]'], '[1.0]'],
  ] as const)('%s %o is %s', (name, cells, value) => expect(call(name, ...cells)).toBe(value))
})

describe('what nothing settles is refused', () => {
  it.each([
    ['series_add', ['1', '2']],
    ['series_add', ['[1]', null]],
    ['series_add', ['[9223372036854775807]', '[1]']],
    ['series_multiply', ['[1e300]', '[1e300]']],
    ['series_less', ['["NaN"]', '[1]']],
    ['series_log', ['[1,-1]']],
    ['series_log', ['[0]']],
    ['series_acos', ['[2]']],
    ['series_fill_linear', ['"x"', null, true, null]],
    ['series_fill_forward', ['["x",null]', null]],
    ['series_fill_const', ['[1,null]', '"1.5"', null]],
    ['series_iir', ['[1]', '[1]', '[0]']],
    ['series_fir', ['[1,2]', '[]', null, null]],
    ['series_seasonal', ['[1,2]', 3n]],
    ['series_sum', ['[1,null]']],
    ['series_sum', [null]],
    ['series_dot_product', ['["x"]', '[1]']],
    ['series_cosine_similarity', ['[0,0]', '[1,2]', null, null]],
    ['series_pearson_correlation', ['[1,1]', '[1,2]']],
    ['series_stats_dynamic', ['[]', null]],
    ['series_fit_line_dynamic', ['[3,3]']],
    ['series_fit_line_dynamic', ['[1,null]']],
  ] as const)('%s %o', (name, cells) => expect(() => call(name, ...cells)).toThrow(RefusedValue))
})

describe('filling gaps', () => {
  it.each([
    ['series_fill_forward', ['[null,1,null,0,null]', null], '[null,1,1,0,0]'],
    ['series_fill_forward', ['[2,0,3]', '0'], '[2,2,3]'],
    ['series_fill_backward', ['[null,1,null,4,null]', null], '[1,1,4,4,null]'],
    ['series_fill_const', ['[1.5,null]', '7', null], '[1.5,7.0]'],
    ['series_fill_const', ['[1,-1]', '9', '-1'], '[1,9]'],
    // a quarter of the way from 10 to 20 at each step
    ['series_fill_linear', ['[10.0,null,null,null,20.0]', null, null, null], '[10.0,12.5,15.0,17.5,20.0]'],
    ['series_fill_linear', ['[10,null,15]', null, null, null], '[10,12,15]'],
    ['series_fill_linear', ['[null,3,null]', null, false, null], '[null,3,null]'],
    ['series_fill_linear', ['[null,3,null]', null, true, null], '[3,3,3]'],
    ['series_fill_linear', ['[null,null]', null, null, '1.5'], '[1.5,1.5]'],
    // "Setting this parameter to double(null) preserves the null values"
    ['series_fill_linear', ['[null,null]', null, true, null], '[null,null]'],
  ] as const)('%s %o is %s', (name, cells, value) => expect(call(name, ...cells)).toBe(value))
})

describe('filters', () => {
  it.each([
    // each point and the one before it, halved
    ['series_fir', ['[2,4,6]', '[1,1]', null, null], '[1.0,3.0,5.0]'],
    ['series_fir', ['[2,4,6]', '[1,1]', false, null], '[2.0,6.0,10.0]'],
    ['series_fir', ['[3,6,9]', '[1,1,1]', true, true], '[3.0,6.0,5.0]'],
    ['series_fir', ['[1,2]', '[1,-1]', null, null], '[1.0,1.0]'],
    ['series_fir', ['[1,2]', '[1,-1]', true, null], null],
    // y[i] = x[i] / 2 + y[i-1] / 2
    ['series_iir', ['[4,0,0]', '[1]', '[2,-1]'], '[2.0,1.0,0.5]'],
    // positions 0 and 2 hold 1, 3 and 9; positions 1 hold 5 and 7
    ['series_seasonal', ['[1,5,3,7,9]', 2n], '[3.0,6.0,3.0,6.0,3.0]'],
  ] as const)('%s %o is %s', (name, cells, value) => expect(call(name, ...cells)).toBe(value))
})

describe('statistics', () => {
  it.each([
    ['series_sum', ['[1,2.5]'], 3.5],
    ['series_product', ['[2,3]'], 6],
    ['series_magnitude', ['[3,4]'], 5],
    ['series_dot_product', ['[1,2,9]', '[3,4]'], 11],
    ['series_dot_product', ['[1,"x",2]', '10'], 30],
    ['series_dot_product', ['[]', '[1]'], null],
    ['series_cosine_similarity', ['[3,4]', '[6,8]', null, null], 1],
    ['series_pearson_correlation', ['[1,2,3]', '[6,4,2]'], -1],
    ['series_pearson_correlation', ['[1,2]', '[1]'], null],
  ] as const)('%s %o is %s', (name, cells, value) => {
    const answer = call(name, ...cells)
    if (value === null) expect(answer).toBeNull()
    else expect(answer).toBeCloseTo(value, 12)
  })

  it('computes sample statistics', () => {
    // deviations from 4: -2, 0, 2; 8 / (3 - 1)
    expect(call('series_stats_dynamic', '[2,4,6]', null)).toBe(
      '{"min":2.0,"min_idx":0,"max":6.0,"max_idx":2,"avg":4.0,"stdev":2.0,"variance":4.0,"sum":12.0,"len":3}',
    )
    expect(call('series_stats_dynamic', '[null,5]', null)).toContain('"avg":null')
    expect(call('series_stats_dynamic', '[null,5]', true)).toContain('"min_idx":1,')
  })

  it('fits a line with positions counted from 1', () => {
    // y = 3 + 2x at x = 1, 2, 3
    expect(JSON.parse(String(call('series_fit_line_dynamic', '[5,7,9]')))).toEqual({
      rsquare: 1,
      slope: 2,
      variance: 4,
      rvariance: 0,
      interception: 3,
      line_fit: [5, 7, 9],
    })
  })
})

// Semantics 14.1: bins without rows get the default; a null value in a bin with rows stays.
it('builds series and their axis', () => {
  const bins = caller(seriesBinUdfs)
  expect(bins('series_of', '[0,3,2]', '[10,40,null]', 5n, '0')).toBe('[10,0,null,40,0]')
  expect(bins('series_of', null, null, 2n, null)).toBe('[null,null]')
  expect(bins('axis_long', 1n, 2n, 3n)).toBe('[1,3,5]')
  expect(bins('axis_real', 0, 0.5, 3n)).toBe('[0.0,0.5,1.0]')
  expect(bins('axis_timespan', 0n, 36_000_000_000n, 2n)).toBe('["00:00:00","01:00:00"]')
  expect(bins('axis_datetime', 0n, 864_000_000_000n, 2n)).toBe(
    '["0001-01-01T00:00:00.0000000Z","0001-01-02T00:00:00.0000000Z"]',
  )
  expect(bins('axis_long', 0n, 1n, 1_048_577n)).toBeNull()
})
