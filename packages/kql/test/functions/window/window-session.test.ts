import { describe, expect, test } from 'vitest'
import { windowSessionUdfs } from '../../../src/functions/window/window-session.ts'
import { caller } from '../call.ts'

const call = caller(windowSessionUdfs)

describe('row_window_session over all rows', () => {
  test('a session ends at its maximum length, after a gap, at a restart and at a row without a time', () => {
    const sessions = (times: string, restarts = '') =>
      JSON.parse(String(call('row_window_session', times, 10n, 5n, restarts)))
    expect(sessions('0,4,8,12')).toEqual([0, 0, 0, 12])
    expect(sessions('0,5')).toEqual([0, 5])
    expect(sessions('0,1,2', '0,0,1')).toEqual([0, 0, 2])
    expect(sessions('0,,1')).toEqual([0, null, 1])
    expect(sessions('')).toEqual([])
  })
})
