import { describe, expect, it } from 'vitest'
import { mutantsOf, sample } from '../mutants.mjs'

interface Mutant {
  readonly before: string
  readonly after: string
  readonly line: number
  readonly column: number
}

const mutants = (source: string): readonly Mutant[] => mutantsOf('sample.ts', source)
const changed = (source: string) => mutants(source).map(mutant => mutant.after)

describe('the mutants of a source', () => {
  // A row for each kind of change that mutators.mjs describes.
  it.each<readonly [string, readonly string[]]>([
    ['f(a < b)', [';', 'f(a >= b)', 'f(a <= b)']],
    ['f(a === b)', [';', 'f(a !== b)']],
    ['f(a && b)', [';', 'f(a || b)', 'f(a)', 'f(b)']],
    ['f(a ?? b)', [';', 'f(a)', 'f(b)']],
    ['f(!a)', [';', 'f(a)']],
    ['f(a + b)', [';', 'f(a - b)']],
    ['f(await a)', [';', 'f(a)']],
    ['if (a) throw b', ['if (true) throw b', 'if (false) throw b', 'if (a) ;']],
    ['f([a, b])', [';', 'f([ b])', 'f([a, ])']],
    ['f({ a, ...b })', [';', 'f({ a, })']],
    ['f(a.some(b))', [';', 'f(a.every(b))']],
    ['f(a.filter(b))', [';', 'f(a)']],
    [
      "f(0, 1n, true, '')",
      [';', "f(1, 1n, true, '')", "f(0, 2n, true, '')", "f(0, 1n, false, '')", "f(0, 1n, true, 'mutant')"],
    ],
    ['f(sql`greatest(x, 0)`)', [';', 'f(sql`least(x, 0)`)', 'f(sql`greatest(x, 1)`)']],
  ])('%s', (source, expected) => {
    expect(changed(source)).toEqual(expected)
  })

  it.each([
    ["import { a } from './1.ts'"],
    ['type A = 1 | true'],
    ['const a: Record<0, ""> = b as never'],
    ['const a = "some text"'],
    ['const a = { some: b.every }'],
    ['const a = "b" + c'],
  ])('leave alone what has no behaviour of its own: %s', source => {
    expect(changed(source)).toEqual([])
  })

  it('name their line and column', () => {
    expect(mutants('const a =\n  b > c')[0]).toMatchObject({ line: 2, column: 4, before: 'b > c', after: 'b <= c' })
  })
})

describe('a sample', () => {
  const source = Array.from({ length: 20 }, (_, n) => `const a${n} = b${n} === c`).join('\n')
  const names = (text: string, seed: string) => sample(mutants(text), 5, seed).map(({ before }: Mutant) => before)

  it('depends on the seed alone', () => {
    expect(names(source, '1')).toEqual(names(source, '1'))
    expect(names(source, '1')).not.toEqual(names(source, '2'))
  })

  it('stays when other lines move', () => {
    expect(names(`// A comment.\n\n${source}`, '1')).toEqual(names(source, '1'))
  })
})
