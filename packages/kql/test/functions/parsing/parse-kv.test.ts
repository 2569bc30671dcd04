import { describe, expect, test } from 'vitest'
import { type KeyValueFormat, keyValues } from '../../../src/functions/parsing/parse-kv.ts'

describe('parse-kv (semantics 15.5)', () => {
  const format = (keys: readonly string[], changes: Partial<KeyValueFormat> = {}): KeyValueFormat => ({
    keys,
    by: { kind: 'delimiters', pair: ';', keyValue: '=', greedy: false },
    quotes: [],
    escapes: [],
    ...changes,
  })

  test('blanks are trimmed, the first occurrence wins, and only the first delimiter splits', () => {
    expect(keyValues(' a = 1 ; b=x=y ; a=2', format(['a', 'b', 'c']))).toEqual(['1', 'x=y', null])
  })

  test('quotes protect delimiters and are removed; escapes protect quotes', () => {
    const quoted = format(['a', 'b'], { quotes: ['"', '[]'], escapes: ['\\'] })
    expect(keyValues('a="1;\\"2";b=[x=;y]', quoted)).toEqual(['1;"2', 'x=;y'])
  })

  test('a greedy value extends to the next pair', () => {
    const by = { kind: 'delimiters', pair: ' ', keyValue: ':', greedy: true } as const
    expect(keyValues('msg:all is well level:info', format(['msg', 'level'], { by }))).toEqual(['all is well', 'info'])
    expect(keyValues('msg:all is well level:info', format(['msg', 'level'], { by: { ...by, greedy: false } }))).toEqual(
      ['all', 'info'],
    )
  })

  test('by default any non-alphanumeric character is a delimiter', () => {
    const anything = format(['user', 'ip'], { by: { kind: 'anything' }, quotes: ["'"] })
    expect(keyValues("[x] superuser user='ann b', ip -> h42.", anything)).toEqual(['ann b', 'h42'])
  })

  test('a regex captures key and value', () => {
    expect(keyValues('<a>1<b>2', format(['b'], { by: { kind: 'regex', pattern: '<(\\w)>(\\d)' } }))).toEqual(['2'])
  })
})
