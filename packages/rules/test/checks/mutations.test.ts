import { readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { generated, type Random, randomOf } from '@tripline/testkit'
import { expect, it } from 'vitest'
import { formatRule } from '../../src/document/format-rule.ts'
import { checkRule, loadRule } from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })
const cases = new URL('../../cases/checks/', import.meta.url)
const rule = (id: string): string => readFileSync(new URL(`${id}/rule.yaml`, cases), 'utf8')
const originals = ['alert-format-length', 'grouping-key-unknown', 'ago-beyond-period', 'entity-weak'].map(rule)

type Mutation = (text: string, random: Random) => string

const lineOf = (text: string, random: Random) => {
  const lines = text.split('\n')
  return { lines, at: random(lines.length) }
}
const withLine =
  (change: (line: string) => readonly string[]): Mutation =>
  (text, random) => {
    const { lines, at } = lineOf(text, random)
    return lines.toSpliced(at, 1, ...change(lines[at]!)).join('\n')
  }
const withValue = (value: string): Mutation => withLine(line => [line.replace(/:.*$/, `: ${value}`)])

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'
  .split('')
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`)
  .join('\n')}\n`

const mutations: Readonly<Record<string, Mutation>> = {
  'a line dropped': withLine(() => []),
  'a line twice': withLine(line => [line, line]),
  'a line indented': withLine(line => [`   ${line}`]),
  'a tab': withLine(line => [`\t${line}`]),
  'a list for a value': withValue('[1, [2, {}]]'),
  'a mapping for a value': withValue('{ a: { b: c } }'),
  'nothing for a value': withValue(''),
  'a number for a value': withValue('-1e400'),
  'a huge text for a value': withValue('x'.repeat(100_000)),
  'a wide text for a value': withValue('"\\ud83d\\ude00\\0\\u2028"'),
  'a tag': withValue('!!binary aGVsbG8='),
  'an unknown alias': withValue('*nowhere'),
  'an alias of itself': withLine(line => [line.replace(/: ?/, ': &self [*self, ')]),
  'an alias bomb': text => bomb + text,
  'an alias bomb as a value': text => `${bomb}query: *i\n${text}`,
  'a deep value': text => `${text}metadata: ${'['.repeat(2_000)}\n`,
  'a long list': text => `${text}tactics: [${'Impact, '.repeat(20_000)}]\n`,
  'a broken quote': withLine(line => [`${line} "`]),
  'a cut': (text, random) => text.slice(0, random(text.length)),
  'a stray byte': (text, random) => {
    const at = random(text.length)
    return text.slice(0, at) + '\0\ufffd\ufeff{}[]&*!|>%@`'[random(14)] + text.slice(at)
  },
  'half a pair': (text, random) => {
    const at = random(text.length)
    return `${text.slice(0, at)}\ud800${text.slice(at)}`
  },
  'several documents': text => `${text}---\n${text}`,
  'a merge key': text => `base: &base { name: x }\n<<: *base\n${text}`,
  'keys that objects have': text => `__proto__: { id: x }\nconstructor: x\ntoString: x\n${text}`,
  'odd line ends': text => text.replaceAll('\n', '\r'),
}

const count = generated(400, 2_000)

it(`${count} broken rules get messages at positions inside their files, and never an exception`, () => {
  const random = randomOf(20260302)
  const names = Object.keys(mutations)
  for (let index = 0; index < count; index++) {
    const original = originals[random(originals.length)]!
    const applied = Array.from({ length: 1 + random(3) }, () => names[(index + random(3)) % names.length]!)
    const text = applied.reduce((sum, name) => mutations[name]!(sum, random), original)
    const file = { path: 'rule.yaml', text }
    const loaded = loadRule(file)
    // Binding a query costs most of the time, and only one in four needs it.
    const findings = index % 4 === 0 ? checkRule(loaded, analyses) : loaded.diagnostics
    for (const { message, span } of findings) {
      const isInside = span?.file === file && span.start >= 0 && span.start <= span.end && span.end <= text.length
      expect(isInside && message !== '', `${applied.join(', ')}: ${message}`).toBe(true)
    }
    if (!loaded.draft) expect(findings, applied.join(', ')).not.toEqual([])
    if (index % 20 === 0) formatRule(file)
  }
})
