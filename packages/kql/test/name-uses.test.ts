import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { analyseQuery } from '../src/compile.ts'

const catalogue = loadCatalogue()

const levels = (count: number, step: (before: string, level: number) => string): string =>
  Array.from({ length: count }, (_, level) => step(`a${level}`, level + 1)).join('\n')

const tooMany = (kql: string, functions = [] as Parameters<typeof analyseQuery>[1]['functions'] & object) =>
  analyseQuery(kql, { catalogue, functions })
    .diagnostics.filter(({ code }) => code === 'too-many-uses')
    .map(({ start, end }) => kql.slice(start, end))

describe('names that double at each of thirty levels are refused at the level that is too large', () => {
  test.each([
    ['tables', `let a0 = SigninLogs;\n${levels(30, (a, n) => `let a${n} = union ${a}, ${a};`)}\na30`],
    ['joins', `let a0 = SigninLogs;\n${levels(30, (a, n) => `let a${n} = ${a} | join ${a} on AppId;`)}\na30`],
    ['values', `let a0 = 1;\n${levels(30, (a, n) => `let a${n} = ${a} + ${a};`)}\nprint a30`],
    [
      'functions',
      `let a0 = () { SigninLogs };\n${levels(30, (a, n) => `let a${n} = () { union ${a}(), ${a}() };`)}\na30()`,
    ],
    [
      'functions of parameters',
      `let a0 = (x:long) { x };\n${levels(30, (a, n) => `let a${n} = (x:long) { ${a}(x) + ${a}(x + 1) };`)}\nprint a30(1)`,
    ],
  ])('%s', (_, kql) => {
    expect(tooMany(kql)).toEqual([expect.stringMatching(/^a\d+|^print/)])
  })

  test('calls within calls', () => {
    const kql = `let f = (T:(*)) { union T, T };\n${'f('.repeat(30)}SigninLogs${')'.repeat(30)} | count`
    expect(tooMany(`let t = SigninLogs; ${kql.replace('SigninLogs', 't')}`)).toEqual([expect.stringMatching(/^f\(/)])
  })

  test('`as`', () => {
    const kql = `SigninLogs | as a0 ${levels(30, (a, n) => `| union ${a} | as a${n}`)} | count`
    expect(tooMany(kql)).toEqual([kql])
  })

  test('stored functions, including mutually recursive ones', () => {
    const functions = Array.from({ length: 30 }, (_, n) => ({
      name: `F${n + 1}`,
      parameters: '()',
      body: n === 0 ? 'SigninLogs' : `union F${n}(), F${n}()`,
    }))
    expect(tooMany('F30 | count', functions)).toEqual(['F30 | count'])
    const round = ['A', 'B'].map(name => ({ name, parameters: '()', body: `${name === 'A' ? 'B' : 'A'}()` }))
    expect(tooMany('A()', round)).toEqual([])
  })
})

test('a long chain without doubling is accepted', () => {
  expect(
    tooMany(`let a0 = SigninLogs;\n${levels(100, (a, n) => `let a${n} = ${a} | where AppId != "";`)}\na100`),
  ).toEqual([])
  const uses = Array.from({ length: 100 }, () => 'f(x)').join(' + ')
  expect(tooMany(`let x = 1; let f = (y:long) { y + x }; print ${uses}`)).toEqual([])
})

test('a text that is nested too deeply exceeds a limit', () => {
  const kql = `let f = (x:long) { x }; print ${'f('.repeat(1000)}1${')'.repeat(1000)}`
  expect(analyseQuery(kql, { catalogue }).diagnostics).toMatchObject([{ kind: 'limit', code: 'too-deep' }])
})

test('a function without a body, in an invalid text', () => {
  expect(tooMany('let f = (n:long, @":long = 0) { n };\nprint f(3), "a" f(5)')).toEqual([])
})
