import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../../../../../scripts/fuzz/random.mjs'
import { type Instance, openInstance } from '../../../src/duckdb/instance.ts'
import { nativeParse } from '../../../src/functions/parsing/native-parse.ts'
import {
  compileParsePattern,
  type ParsePart,
  type ParsePattern,
  parsePatternProblem,
} from '../../../src/functions/parsing/parse-pattern.ts'
import { join, render, type Sql, sql, text } from '../../../src/sql/sql.ts'
import { RefusedValue } from '../../../src/values/refused-value.ts'

let database: Instance
beforeAll(async () => {
  database = await openInstance('1GB')
})
afterAll(() => database.close())

const constants = ['a', 'b', 'ab', 'aba', ' ', '::', '.*', '-', '1', 'a1', '\n', 'é', '😀', '(', '[x]', '\\d']
const numbers = ['1', '-5', '007', '99999999999', '1.5', '+3', '0x1F', ' 4', '-', '1e3', '.5', '-0', '']
const types = ['string', 'string', 'int', 'long', 'real', 'dynamic'] as const

/** A pattern and texts that nearly match it, built from the same few pieces so that they overlap in every way. */
function attempt(random: (below: number) => number): { readonly pattern: ParsePattern; readonly texts: string[] } {
  const one = <T>(items: readonly T[]): T => items[random(items.length)]!
  const parts = Array.from({ length: 1 + random(6) }, (): ParsePart => {
    const kind = one(['constant', 'constant', 'column', 'column', 'skip'] as const)
    if (kind === 'constant') return { kind, text: one(constants) }
    return kind === 'column' ? { kind, type: one(types) } : { kind }
  })
  const pieces = (part: ParsePart): string => {
    if (part.kind === 'constant') return random(12) === 0 ? '' : part.text
    return part.kind === 'column' && part.type !== 'string' && random(3) > 0
      ? one(numbers)
      : Array.from({ length: random(3) }, () => one(constants)).join('')
  }
  const texts = Array.from({ length: 30 }, () => parts.map(pieces).join(random(9) === 0 ? one(constants) : ''))
  return { pattern: { mode: one(['simple', 'relaxed']), flags: '', parts }, texts }
}

/** For each text: whether it contains the literal, whether it matches, and the groups of the match. */
async function found(texts: readonly string[], regex: string, sought: string, groups: readonly number[]) {
  const values = texts.map((value, index): Sql => sql`(${text(String(index))}, ${text(value)})`)
  const columns = groups.map(
    group =>
      sql`regexp_extract(t, ${text(regex)}, [${join(groups.map(g => text(String(g))))}])[${text(String(group))}]`,
  )
  const query = sql`SELECT contains(t, ${text(sought)}), regexp_matches(t, ${text(regex)}), [${join(columns)}]
    FROM (VALUES ${join(values)}) AS v(i, t) ORDER BY CAST(i AS INTEGER)`
  const rows = (await (await database.connect()).runAndReadAll(render(query, {}))).getRows()
  return rows.map(([looked, matched, list]) => ({
    looked,
    matched,
    groups: (list as unknown as { readonly items: readonly string[] }).items,
  }))
}

/** Undefined where what the text gives is not settled. */
function walkOrRefuse(walk: ReturnType<typeof compileParsePattern>, text: string): ReturnType<typeof walk> | undefined {
  try {
    return walk(text)
  } catch (error) {
    if (error instanceof RefusedValue) return undefined
    throw error
  }
}

test('if parse is one regular expression, its groups equal the result of scanning the text', async () => {
  const number = randomFrom(1)
  const random = (below: number) => Math.floor(number() * below)
  let matches = 0
  for (let count = 0; count < 400; count++) {
    const { pattern, texts } = attempt(random)
    const native = parsePatternProblem(pattern) === undefined ? nativeParse(pattern) : undefined
    if (!native) continue
    const walk = compileParsePattern(pattern)
    const answers = await found(texts, native.regex, native.sought, native.groups)
    for (const [index, { looked, matched, groups }] of answers.entries()) {
      const expected = walkOrRefuse(walk, texts[index]!)
      const example = JSON.stringify({ pattern, text: texts[index], regex: native.regex })
      if (matched) {
        matches++
        expect([looked, groups], example).toEqual([true, expected])
        if (native.marker !== undefined) expect(groups[native.marker], example).not.toBe('')
      } else if (native.marker === undefined || !looked) expect(expected ?? null, example).toBeNull()
    }
  }
  expect(matches).toBeGreaterThan(1000)
})
