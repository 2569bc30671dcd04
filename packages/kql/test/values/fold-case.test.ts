import { expect, test } from 'vitest'
import { foldCase } from '../../src/values/fold-case.ts'

test('case folding maps each code point to one (semantics 2.2)', () => {
  expect(foldCase('ÀΣς')).toBe(foldCase('àσσ'))
  expect(foldCase('STRASSE')).not.toBe(foldCase('straße'))
  expect(foldCase('ẞ')).toBe('ß')
  expect(foldCase('İı')).toBe('İı')
})
