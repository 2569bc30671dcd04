import { gzipSync } from 'node:zlib'
import { rule } from './sample.ts'

/** What a pull request may bring: files beside the good ones, and what is said of them. */
export interface Hostile {
  readonly name: string
  /** In `detections`, `X` in a name stands for one that no other has. */
  readonly files: Readonly<Record<string, string | Buffer>>
  /** Where the message stands, as `path:line:column`, as far as that matters. */
  readonly at: string
  readonly says: string
}

const once = 'at: 2026-03-02T10:00:00Z'
const quiet = 'expect: { alerts: [] }'

const testOf = (ruleFile: string, lines: readonly string[]): string =>
  `rule: ${ruleFile}\ncases:\n  - name: hostile\n    ${[quiet, ...lines].join('\n    ')}\n`

/** A case about the good rule; its own lines start on line 5. */
const hostileCase = (
  name: string,
  lines: readonly string[],
  at: string,
  says: string,
  files: Hostile['files'] = {},
): Hostile => ({ name, files: { 'detections/X.test.yaml': testOf('blocked.yaml', lines), ...files }, at, says })

/** A rule that the engine would run out of memory or time over. */
const hostileQuery = (name: string, query: string, says: string, lines: readonly string[] = [once]): Hostile => ({
  name,
  files: { 'detections/X.yaml': ruleWith(query), 'detections/X.test.yaml': testOf('X.yaml', lines) },
  at: 'detections/X',
  says,
})

const ruleWith = (query: string): string =>
  rule
    .replace('queryFrequency: 1h', 'queryFrequency: 5m')
    .replace(/id: .*/, 'id: 2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a12')
    .replace(/query: \|\n( {2}.*\n)+/, `query: |\n  ${query}\n`)
    .replace(/entityMappings:[\s\S]*/, '')

const repeated = (count: number, cells: string): string =>
  `    - { repeat: ${count}, from: 2026-03-02T09:00:00Z, ${cells} }`

const rows = (...written: readonly string[]): readonly string[] => [once, 'rows:', '  SigninLogs:', ...written]

/** 20 members of 16 MB of zeros, one after the other: 330 kB. */
const gzipBomb = Buffer.concat(Array.from({ length: 20 }, () => gzipSync(Buffer.alloc(2 ** 24))))

/** RFC 8878: a frame with a window of 128 KB and 2,400 blocks that repeat a byte 131,071 times: 10 kB. */
const zstandardBomb = Buffer.concat([
  Buffer.from('28b52ffd0038', 'hex'),
  ...Array.from({ length: 2400 }, (_, block) => Buffer.from([block === 2399 ? 0xfb : 0xfa, 0xff, 0x0f, 0x61])),
])

export const hostile: readonly Hostile[] = [
  hostileCase(
    'rows that repeat',
    rows(...Array.from({ length: 100 }, (_, n) => repeated(100_000, `UserPrincipalName: "u{n}-${n}"`))),
    'detections/X.test.yaml:',
    'budget data-size',
  ),
  hostileCase(
    'a long text that repeats',
    rows(repeated(1, 'UserPrincipalName: a'), repeated(100_000, `UserPrincipalName: "${'x'.repeat(20_000)}"`)),
    'detections/X.test.yaml:9:',
    'budget data-size',
  ),
  hostileCase(
    'a text that counts a thousand times',
    rows(repeated(100_000, `UserPrincipalName: "${'{n}'.repeat(5_000)}"`)),
    'detections/X.test.yaml:8:',
    'budget data-size',
  ),
  hostileCase(
    'an alias of a long text in rows that repeat',
    rows(
      repeated(100, `UserPrincipalName: &a "${'x'.repeat(1_000)}"`),
      repeated(10_000, `LocationDetails: [${'*a, '.repeat(200)}]`),
    ),
    'detections/X.test.yaml:9:',
    'budget data-size',
  ),
  hostileCase(
    'aliases of aliases',
    rows(
      repeated(
        1,
        `LocationDetails: { a: &a [${'1,'.repeat(50)}], b: &b [${'*a,'.repeat(50)}], c: [${'*b,'.repeat(50)}] }`,
      ),
    ),
    'detections/X.test.yaml:8:',
    'aliases expand this document',
  ),
  {
    name: 'a document of a million values',
    files: { 'detections/X.test.yaml': `rule: blocked.yaml\ncases: [${'a,'.repeat(1_000_000)}]\n` },
    at: 'detections/X.test.yaml:1:1',
    says: 'budget yaml-values',
  },
  {
    name: 'a document of 17 MB',
    files: { 'detections/X.test.yaml': `rule: blocked.yaml\ncases: "${'a'.repeat(17 * 2 ** 20)}"\n` },
    at: 'detections/X.test.yaml:1:1',
    says: 'budget text-file',
  },
  hostileCase(
    'a .gz that unpacks to 320 MB',
    [once, 'data: { SigninLogs: ../logs/bomb.jsonl.gz }'],
    'logs/bomb.jsonl.gz:1:1',
    'budget unpacked-file',
    { 'logs/bomb.jsonl.gz': gzipBomb },
  ),
  hostileCase(
    'a .zst that unpacks to 300 MB',
    [once, 'data: { SigninLogs: ../logs/bomb.csv.zst }'],
    'logs/bomb.csv.zst:1:1',
    'budget unpacked-file',
    { 'logs/bomb.csv.zst': zstandardBomb },
  ),
  hostileCase(
    'a record of 6 MB',
    [once, 'data: { SigninLogs: ../logs/wide.jsonl }'],
    'logs/wide.jsonl:1:1',
    'budget recorded-row',
    { 'logs/wide.jsonl': `{"LocationDetails":[${'{},'.repeat(2_000_000)}{}]}` },
  ),
  hostileCase(
    'a Parquet file that is none',
    [once, 'data: { SigninLogs: ../logs/lies.parquet }'],
    'logs/lies.parquet:1:1',
    'cannot be read',
    { 'logs/lies.parquet': Buffer.from('PAR1\x15\x02\x19\xfc\xff\xff\xff\xff\x0f\x0c\0\0\0PAR1', 'latin1') },
  ),
  hostileQuery('a replay of 26 years', 'SigninLogs', 'budget case-runs', [
    'replay: { from: 2000-01-01T00:00:00Z, to: 2026-01-01T00:00:00Z }',
  ]),
  hostileQuery('a replay that never ends', 'print a = 1', 'budget case-alerts', [
    'replay: { from: 2025-01-01T00:00:00Z, to: 2026-01-01T00:00:00Z }',
  ]),
  hostileQuery(
    'texts that fill the memory of functions',
    'range i from 1 to 1000 step 1 | extend a = strrep(strrep(strcat("a", i), 1000), 250) | summarize max(hash_md5(a))',
    'budget function-texts',
  ),
  hostileQuery(
    'a value too long for a function',
    'print a = strrep(strrep(strrep("a", 1000), 1000), 9) | where isnotempty(hash_md5(a))',
    'budget result-value',
  ),
  hostileQuery(
    'a result of 100 MB',
    'range i from 1 to 100 step 1 | extend a = strrep(strrep(strcat("a", i), 1000), 300)',
    'budget result-size',
  ),
  hostileQuery('a result of a billion rows', 'range i from 1 to 1000000000 step 1 | take 500001', 'budget result-rows'),
]

/** The files of hostile inputs, each under names of its own. */
export function filesOf(inputs: readonly Hostile[]): Readonly<Record<string, string | Buffer>> {
  return Object.fromEntries(
    inputs.flatMap(({ files }, index) =>
      Object.entries(files).map(([path, content]) => [
        named(path, index),
        typeof content === 'string'
          ? content.replace('rule: X', `rule: x${index}`).replace(/3a12$/m, String(4000 + index))
          : content,
      ]),
    ),
  )
}

/** A path with the name that stands for `X` in it. */
export const named = (path: string, index: number): string => path.replace('/X', `/x${index}`)
