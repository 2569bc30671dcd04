import { lineAt, positionAt } from '@tripline/diagnostics'
import { describe, expect, it } from 'vitest'

const file = { path: 'f', text: 'ab\r\nc\n\rd' }

describe('positions', () => {
  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [4, 2, 1],
    [5, 2, 2],
    [6, 3, 1],
    [7, 4, 1],
    [99, 4, 2],
    [-1, 1, 1],
  ])('offset %i is %i:%i', (offset, line, column) => expect(positionAt(file, offset)).toEqual({ line, column }))

  it('lines are without their breaks', () => {
    expect([1, 2, 3, 4].map(line => lineAt(file, line))).toEqual(['ab', 'c', '', 'd'])
  })
})
