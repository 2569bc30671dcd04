import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { compileQuery } from '../../src/compile/compile-query.ts'
import { analyseQuery } from '../../src/compile.ts'

const world = { catalogue: loadCatalogue() }

// The crate's documentation: `{` starts a repetition, octal escapes are off, and `\x` takes two hexadecimal digits.
test.each([
  ['a{b}', 'a\\{b}'],
  ['{(.*)}', '\\{(.*)}'],
  ['a{2', 'a\\{2'],
  ['\\0', '\\x00'],
  ['[{\\0]x{2}\\012', undefined],
  ['\\012{x', '\\x0a\\{x'],
  ['\\p{Lu}[{]\\d{2,}{x}\\{', '\\p{Lu}[{]\\d{2,}\\{x}\\{'],
  ['a{b}"c', 'a\\{b}""c'],
  ['(a){b}(', undefined],
  ['(a)\\1', undefined],
])('the pattern %s is one finding whose fix is its escaped form, for every command', (pattern, escaped) => {
  const kql = `SigninLogs | where AppId matches regex @"${pattern.replaceAll('"', '""')}"`
  const { diagnostics } = compileQuery(kql, world, new Map())
  expect(diagnostics).toMatchObject([{ code: 'unsupported-regex', severity: 'error' }])
  expect(diagnostics[0]!.fix).toBe(escaped && `write @"${escaped}"`)
  expect(analyseQuery(kql, world).refusals).toEqual(diagnostics)
})
