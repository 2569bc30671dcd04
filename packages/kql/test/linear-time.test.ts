import { expect, test } from 'vitest'
import { udfs } from '../src/functions/registry.ts'
import { RefusedValue } from '../src/values/refused-value.ts'

/**
 * Texts of others in every function that looks into one: four times the text takes about four times the time. The beginnings
 * and ends are those that make careless expressions and loops try every way to divide a run.
 */
const signs = [
  'a',
  '0',
  ' ',
  '\n',
  '"',
  "'",
  '\\',
  '/',
  '(',
  '[',
  '{',
  '<',
  '.',
  ':',
  '-',
  '%',
  '=',
  ',',
  ';',
  '#',
  'é',
  '😀',
]
const pairs = [
  '0x0',
  '1.',
  'a b',
  '{{',
  '<a>',
  '[{',
  '{"a":',
  'a=b ',
  '"a",',
  '\r\n',
  '%41',
  '\\"',
  '::',
  'a.',
  '1:',
  'T1',
  'ab!',
  'http://',
  'Mozilla/5.0 (',
  '; ',
]
const agents = JSON.stringify(['browser', 'os', 'device'])
const keys = JSON.stringify({ keys: ['k', 'a'], quotes: ['"'], escapes: ['\\'], by: { kind: 'anything' } })

type Arguments = (text: string) => readonly unknown[]

/** Ambiguous in every way that makes a backtracking engine exponential. */
const regexes = ['^(\\w+)+\\b$', '(?:a|aa|é|éé)+$', '(.*)=(.*)!', '(?i)(?:é?){50}é{50}', '^(\\s*)*(x+x+)+y']
const words = ['a', 'é', 'a é']
const parsed = (mode: string, text: string) =>
  JSON.stringify({
    mode,
    flags: '',
    parts: [
      { kind: 'skip' },
      { kind: 'constant', text },
      { kind: 'column', type: 'string' },
      { kind: 'constant', text: '!' },
      { kind: 'column', type: 'string' },
    ],
  })

/** The arguments of each function around the text, and the piece that the text repeats. */
const calls: Readonly<Record<string, { readonly runs: readonly string[]; readonly ways: readonly Arguments[] }>> = {
  matches_regex: { runs: words, ways: regexes.map(regex => text => [text, regex]) },
  extract: { runs: words, ways: regexes.map(regex => text => [regex, 1n, text]) },
  extract_all: { runs: words, ways: regexes.map(regex => text => [regex, null, text]) },
  replace_regex: { runs: words, ways: regexes.map(regex => text => [text, regex, '<\\1>']) },
  countof_regex: { runs: words, ways: regexes.map(regex => text => [text, regex]) },
  indexof_regex: { runs: words, ways: regexes.map(regex => text => [text, regex, 1n, -1n, 2n]) },
  trim: { runs: words, ways: regexes.map(regex => text => [regex, text]) },
  parse_text: {
    runs: [...words, ...signs],
    ways: [text => [text, parsed('simple', 'a')], text => [text, parsed('regex', '(\\w+)+\\b')]],
  },
  parse_user_agent: { runs: ['a', ' ', '/', '; ', 'Mozilla/5.0 ('], ways: [text => [text, agents]] },
  parse_kv: { runs: [...signs, ...pairs], ways: [text => [text, keys]] },
  parse_command_line: { runs: [...signs, ...pairs], ways: [text => [text, 'windows']] },
  ...Object.fromEntries(
    [
      'regex_quote',
      'parse_url',
      'parse_urlquery',
      'parse_path',
      'parse_csv',
      'parse_xml',
      'parse_json',
      'long_of_text',
      'real_of_text',
      'decimal_of_text',
      'parse_datetime',
    ].map(name => [name, { runs: [...signs, ...pairs], ways: [(text: string) => [text]] }]),
  ),
}

/** A refusal is an answer like any other. */
function unlessRefused(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RefusedValue)) throw error
    return undefined
  }
}

const milliseconds = (work: () => unknown): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The minimum of several runs: compilation, garbage collection and a busy machine only ever add time. */
const least = (tries: number, time: () => number): number => Math.min(...Array.from({ length: tries }, time))

test.each(Object.entries(calls))('%s', (name, { runs, ways }) => {
  const own = udfs.find(udf => udf.name === name)?.call as (...args: readonly unknown[]) => unknown
  const call = (...args: readonly unknown[]) => unlessRefused(() => own(...args))
  const slow: string[] = []
  for (const run of runs)
    for (const end of ['', '!'])
      for (const [way, args] of ways.entries()) {
        const time = (length: number) => milliseconds(() => call(...args(run.repeat(length / run.length) + end)))
        time(1000)
        const first = time(40_000)
        // Few calls are slow, and fewer out of proportion; only those are measured more than once.
        if (first <= 100) continue
        const short = least(3, () => time(10_000))
        // Quadratic work takes sixteen times as long for four times the text, linear work four times.
        if (first <= 8 * short) continue
        const long = least(3, () => time(40_000))
        if (long > 100 && long > 8 * short) slow.push(JSON.stringify({ way, run, end, long }))
      }
  expect(slow).toEqual([])
})
