import { nativeMatch } from '../../src/functions/native-match.ts'
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
} from '../../src/functions/regex/regex-functions.ts'
import { nativeRegex } from '../../src/regex/regex.ts'
import { integer, join, render, sql, text } from '../../src/sql/sql.ts'
import { oracle } from './regex-oracle.mjs'

const points = value => BigInt([...value].length)

/** Every function's answer on a text by name, and what the crate's matches make of it. */
function answers(pattern, value, crate, atEnd) {
  const found = crate.matches(value)
  const [first] = found
  const groups = Array.from({ length: crate.groupCount + 1 }, (_, group) => group)
  const all = found.map(match => (crate.groupCount === 1 ? match.groups[1] : match.groups.slice(1)))
  const from = [...value].slice(0, 2).join('').length
  const starts = crate.startsFrom(value, from)
  const position = start => (start === undefined ? -1n : points(value.slice(0, start)))
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
  }
}

function rewritten(value, found) {
  const pieces = found.map(({ start, groups }, index) => [
    value.slice(found[index - 1]?.end ?? 0, start),
    `<${groups[1] ?? ''}$1${groups[0]}\\>`,
  ])
  return [...pieces.flat(), value.slice(found.at(-1)?.end ?? 0)].join('')
}

/** Does the text match, and its groups in the hexadecimal digits of UTF-8, as the database's engine sees it. */
async function databaseAnswers(regex, groupCount, texts, connection) {
  const values = texts.map((value, index) => sql`(${text(String(index))}, ${text(value)})`)
  const groups = Array.from(
    { length: groupCount + 1 },
    (_, group) => sql`hex(regexp_extract(t, ${text(regex)}, ${integer(group)}))`,
  )
  const query = sql`SELECT ${nativeMatch(sql`t`, regex)}, ${join(groups)}
    FROM (VALUES ${join(values)}) AS v(i, t) ORDER BY CAST(i AS INTEGER)`
  return (await connection.runAndReadAll(render(query, {}))).getRows()
}

const hex = value => Buffer.from(value).toString('hex').toUpperCase()

/**
 * Where functions and database do not answer as the crate does, Kusto's own engine (semantics 3.1): `what`, the function or part,
 * and `detail`.
 * @param {import('./regex-generator.mjs').RegexInput} input
 * @param {import('@duckdb/node-api').DuckDBConnection} connection
 * @returns {Promise<readonly { readonly what: string, readonly detail: string }[]>}
 */
export async function regexDifferences({ pattern, named, texts }, connection) {
  const crate = oracleAsMeant(named)
  const problem = regexProblem(pattern)
  const rejected = { what: 'acceptance', detail: `${JSON.stringify(pattern)}: ${problem ?? 'accepted'}` }
  if (!crate) return problem === undefined ? [rejected] : []
  const atEnd = oracleAsMeant(`(?:${named})\\z`)
  try {
    return problem === undefined ? await answerDifferences(pattern, texts, crate, atEnd, connection) : [rejected]
  } finally {
    crate.free()
    atEnd?.free()
  }
}

/** The crate rejects the lone bracket `[[]` of published rules, which is accepted as what it must mean. */
const oracleAsMeant = named => oracle(named) ?? oracle(named.replaceAll('[[]', '[\\[]'))

async function answerDifferences(pattern, texts, crate, atEnd, connection) {
  const found = []
  const compare = (what, value, got, expected) => {
    const [shown, wanted] = [got, expected].map(answer =>
      JSON.stringify(answer, (_, cell) => (typeof cell === 'bigint' ? Number(cell) : cell)),
    )
    if (shown === wanted) return
    found.push({ what, detail: `${JSON.stringify(pattern)} on ${JSON.stringify(value)}: ${shown}, not ${wanted}` })
  }
  compare('number of groups', '', regexGroupCount(pattern), crate.groupCount)
  for (const value of texts)
    for (const [what, [got, expected]] of Object.entries(answers(pattern, value, crate, atEnd)))
      compare(what, value, got, expected)
  const native = nativeRegex(pattern)
  const rows = native === undefined ? [] : await databaseAnswers(native, crate.groupCount, texts, connection)
  for (const [index, row] of rows.entries()) {
    const [first] = crate.matches(texts[index])
    const groups = Array.from({ length: crate.groupCount + 1 }, (_, group) => hex(first?.groups[group] ?? ''))
    compare('the database', texts[index], row, [first !== undefined, ...groups])
  }
  return found
}
