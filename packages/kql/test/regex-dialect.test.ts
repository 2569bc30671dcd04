import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../src/duckdb/database.ts'
import { integer, join, render, sql, text } from '../src/emit/sql.ts'
import { nativeRegex } from '../src/udf/regex.ts'
import {
  countOfRegex,
  extract,
  extractAll,
  indexOfRegex,
  matchesRegex,
  regexGroupCount,
  regexProblem,
  replaceRegex,
  trimEnd,
  trimStart,
} from '../src/udf/regex-functions.ts'
import { type RegexInput, regexInputs } from './regex-generator.ts'
import { type Oracle, type OracleMatch, oracle } from './regex-oracle.ts'

/**
 * Kusto's engine is the crate (semantics 3.1); whatever runs a pattern here has to answer as the crate does.
 * `TRIPLINE_REGEX_COUNT=100000 TRIPLINE_REGEX_SEED=7 npx vitest run packages/kql/test/regex-dialect.test.ts` tries more.
 */
const count = Number(process.env.TRIPLINE_REGEX_COUNT ?? 3000)
const seed = Number(process.env.TRIPLINE_REGEX_SEED ?? 1)
const textsEach = 20

let database: Database
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())

const points = (value: string): bigint => BigInt([...value].length)

/** Every function's answer on a text by name, and what the crate's matches make of it. */
function answers(pattern: string, value: string, crate: Oracle, atEnd: Oracle | undefined) {
  const found = crate.matches(value)
  const [first] = found
  const groups = Array.from({ length: crate.groupCount + 1 }, (_, group) => group)
  const all = found.map(match => (crate.groupCount === 1 ? match.groups[1] : match.groups.slice(1)))
  const from = [...value].slice(0, 2).join('').length
  const starts = crate.startsFrom(value, from)
  const position = (start: number | undefined) => (start === undefined ? -1n : points(value.slice(0, start)))
  return {
    matches: [matchesRegex(value, pattern), found.length > 0],
    groups: [groups.map(group => extract(pattern, group, value)), groups.map(group => first?.groups[group] ?? '')],
    all: [extractAll(pattern, null, value), all.length > 0 && crate.groupCount > 0 ? JSON.stringify(all) : null],
    replaced: [replaceRegex(value, pattern, '<\\1$1\\0\\\\>'), rewritten(value, found)],
    count: [countOfRegex(value, pattern), BigInt(found.length)],
    second: [indexOfRegex(value, pattern, 0n, -1n, 2n), position(found[1]?.start)],
    from: [indexOfRegex(value, pattern, points(value.slice(0, from)), -1n, 1n), position(starts[0])],
    thirdFrom: [indexOfRegex(value, pattern, points(value.slice(0, from)), -1n, 3n), position(starts[2])],
    trimStart: [trimStart(pattern, value), first?.start === 0 ? value.slice(first.end) : value],
    trimEnd: [trimEnd(pattern, value), value.slice(0, atEnd?.matches(value)[0]?.start ?? value.length)],
  } satisfies Record<string, readonly [unknown, unknown]>
}

function rewritten(value: string, found: readonly OracleMatch[]): string {
  const pieces = found.map(({ start, groups }, index) => [
    value.slice(found[index - 1]?.end ?? 0, start),
    `<${groups[1] ?? ''}$1${groups[0]}\\>`,
  ])
  return [...pieces.flat(), value.slice(found.at(-1)?.end ?? 0)].join('')
}

/** Does the text match, and its groups in the hexadecimal digits of UTF-8, as the database's engine sees it. */
async function databaseAnswers(regex: string, groupCount: number, texts: readonly string[]) {
  const values = texts.map((value, index) => sql`(${text(String(index))}, ${text(value)})`)
  const groups = Array.from(
    { length: groupCount + 1 },
    (_, group) => sql`hex(regexp_extract(t, ${text(regex)}, ${integer(group)}))`,
  )
  const query = sql`SELECT regexp_matches(t, ${text(regex)}), ${join(groups)}
    FROM (VALUES ${join(values)}) AS v(i, t) ORDER BY CAST(i AS INTEGER)`
  return (await database.connection.runAndReadAll(render(query, {}))).getRows()
}

const hex = (value: string): string => Buffer.from(value).toString('hex').toUpperCase()

async function differences({ pattern, named, texts }: RegexInput): Promise<readonly string[]> {
  using crate = oracle(named)
  const problem = regexProblem(pattern)
  if ((problem === undefined) !== (crate !== undefined)) return [`${JSON.stringify(pattern)}: ${problem ?? 'accepted'}`]
  if (!crate) return []
  using atEnd = oracle(`(?:${named})\\z`)
  const found: string[] = []
  const differs = (what: string, value: string, got: unknown, expected: unknown) => {
    const [shown, wanted] = [got, expected].map(answer =>
      JSON.stringify(answer, (_, v) => (typeof v === 'bigint' ? Number(v) : v)),
    )
    if (shown !== wanted)
      found.push(`${what} of ${JSON.stringify(pattern)} on ${JSON.stringify(value)}: ${shown}, not ${wanted}`)
  }
  differs('number of groups', '', regexGroupCount(pattern), crate.groupCount)
  for (const value of texts)
    for (const [what, [got, expected]] of Object.entries(answers(pattern, value, crate, atEnd)))
      differs(what, value, got, expected)
  const native = nativeRegex(pattern)
  if (native === undefined) return found
  const rows = await databaseAnswers(native, crate.groupCount, texts)
  for (const [index, value] of texts.entries()) {
    const [first] = crate.matches(value)
    const groups = Array.from({ length: crate.groupCount + 1 }, (_, group) => hex(first?.groups[group] ?? ''))
    differs('the database', value, rows[index], [first !== undefined, ...groups])
  }
  return found
}

test(`functions and database answer as the crate does on ${count} pairs (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  const found: string[] = []
  let pairs = 0
  for (const input of regexInputs(seed, textsEach)) {
    if (pairs >= count || found.length > 20) break
    pairs += input.texts.length
    found.push(...(await differences(input)))
  }
  expect(found).toEqual([])
})
