import { describe, expect, test } from 'vitest'
import { columnsIn, csvOf, lineOf, linesIn, textOf } from '../../src/kinds/watchlist-lines.ts'

describe('an item as a line', () => {
  test('has its cells as text, by the names of their columns in order', () => {
    expect(lineOf({ Host: 'Ann', Badge: 7001, Inside: true })).toBe('{"Badge":"7001","Host":"Ann","Inside":"true"}')
  })

  test.each([[''], [null], [undefined]])('leaves out a cell without text, as the service may: %j', cell => {
    expect(lineOf({ Badge: '7001', Host: cell })).toBe(lineOf({ Badge: '7001' }))
  })

  test('keeps a cell that looks empty and is not', () => {
    expect(lineOf({ a: 0, b: false, c: ' ', d: 'null' })).toBe('{"a":"0","b":"false","c":" ","d":"null"}')
  })
})

describe('items as text', () => {
  test('are the same in any order, and read back as their lines', () => {
    const lines = [lineOf({ a: '2' }), lineOf({ a: '1' })]
    expect(textOf(lines)).toBe(textOf(lines.toReversed()))
    expect(linesIn(textOf(lines))).toEqual(lines.toReversed())
  })

  test.each([[undefined], [7], ['']])('there are none if the text is missing: %j', text => {
    expect(linesIn(text)).toEqual([])
  })

  test('have the columns of all of them, in the order in which they occur', () => {
    expect(columnsIn(['{"b":"1","a":"2"}', '{"c":"3","a":"4"}', '7'])).toEqual(['b', 'a', 'c'])
  })
})

// RFC 4180: cells with commas, quotes or line breaks are quoted, and quotes in them are doubled.
test('items as CSV read back as they are', () => {
  const cells = ['plain', 'a,b', 'a"b', 'a\nb', 'a\rb', ' a', 'a ', '']
  const columns = cells.map((_, index) => `c${index}`)
  const line = lineOf(Object.fromEntries(cells.map((cell, index) => [columns[index], cell])))
  expect(csvOf(columns, [line])).toBe('c0,c1,c2,c3,c4,c5,c6,c7\nplain,"a,b","a""b","a\nb","a\rb"," a","a ",\n')
})
