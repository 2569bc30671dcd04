import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { analyseQuery } from '../src/compile.ts'
import { explainCode } from '../src/findings/explain-code.ts'
import { type CodeEntry, type RefusalCode, refusalCodes } from '../src/refusals/refusal-code.ts'
import { refusalRows } from '../src/refusals/refusal-text.ts'

const world = { catalogue: loadCatalogue() }
const codes = Object.entries(refusalCodes) as [RefusalCode, CodeEntry][]

/** The codes under which a query is refused or rejected. */
const codesOf = (kql: string): readonly string[] => {
  const { diagnostics, refusals } = analyseQuery(kql, world)
  return [...diagnostics, ...refusals].filter(({ severity }) => severity === 'error').map(({ code }) => code)
}

const rowsOf = (code: string) => Object.entries(refusalRows).filter(([, row]) => row.code === code)

describe('a code', () => {
  test.each(codes)('%s has rows, a page and advice', (code, { instead, advice }) => {
    expect(rowsOf(code)).not.toEqual([])
    expect(explainCode(code)).toContain(`# ${code}\n`)
    expect(instead ?? advice).toBeTypeOf('string')
  })

  test.each(codes.filter(([, { example }]) => example !== undefined))(
    '%s is reported for its example',
    (code, entry) => {
      expect(codesOf(entry.example!)).toContain(code)
    },
  )

  test.each(codes.filter(([, { instead }]) => instead !== undefined))('%s: the alternative runs', (_, entry) => {
    expect(codesOf(entry.instead!)).toEqual([])
  })
})

test('codes of the official parser are explained; others are unknown', () => {
  expect(explainCode('KS142')).toContain('unknown-name')
  expect(explainCode('KS006')).toContain('kql-syntax')
  for (const code of ['unsupported-operatr', 'KS', 'KSabc', '__proto__', 'constructor', '']) {
    expect(explainCode(code)).toBeUndefined()
  }
})

test('docs/generated lists the codes', async () => {
  const lines = [
    '# Refusals',
    '',
    'Codes of what Tripline itself says about a query; `tripline check --explain CODE` prints the same. Codes of the official KQL parser begin with KS.',
    'Written by `pnpm test:only packages/kql/test/refusals.test.ts -u` from `packages/kql/src/refusals`.',
    '',
    '| code | kind | meaning | messages |',
    '|---|---|---|---|',
    ...codes.map(([code, { kind, means }]) => `| [${code}](#${code}) | ${kind} | ${means} | ${rowsOf(code).length} |`),
    '',
    ...codes.map(([code]) => explainCode(code)!.replace(/^#/gm, '##')),
  ]
  await expect(lines.join('\n')).toMatchFileSnapshot('../../../docs/generated/refusals.md')
})
