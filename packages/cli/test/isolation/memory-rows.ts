import { gzipSync } from 'node:zlib'
import { type Content, type Hostile, once, ruleWith, testOf } from './hostile.ts'

/** A case about a good rule; its own lines start on line 5. */
const hostileCase = (
  name: string,
  lines: readonly string[],
  id: string,
  at: string,
  says: string,
  files: Readonly<Record<string, Content>> = {},
): Hostile => ({
  name,
  files: { 'detections/X.test.yaml': testOf('a-good.yaml', lines), ...files },
  // Rows that are written in a test are a finding, and files cannot be read.
  said: { verbs: ['test'], id, at, says, code: id === 'rows-too-large' ? 1 : 2 },
})

/** A rule that the engine would run out of memory or time over. */
const hostileQuery = (
  name: string,
  query: string,
  id: string,
  says: string,
  lines: readonly string[] = [once],
): Hostile => ({
  name,
  files: {
    'detections/X.yaml': ruleWith(query).replace(
      'queryFrequency: 1h',
      `queryFrequency: 5m\neventGroupingSettings: { aggregationKind: AlertPerResult }`,
    ),
    'detections/X.test.yaml': testOf('X.yaml', lines),
  },
  said: { verbs: ['test'], id, at: 'detections/X', says, code: 1 },
})

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

export const memoryRows: readonly Hostile[] = [
  hostileCase(
    'rows that repeat',
    rows(...Array.from({ length: 100 }, (_, n) => repeated(100_000, `UserPrincipalName: "u{n}-${n}"`))),
    'rows-too-large',
    'detections/X.test.yaml:',
    'budget data-size',
  ),
  hostileCase(
    'a long text that repeats',
    rows(repeated(1, 'UserPrincipalName: a'), repeated(100_000, `UserPrincipalName: "${'x'.repeat(20_000)}"`)),
    'rows-too-large',
    'detections/X.test.yaml:9:',
    'budget data-size',
  ),
  hostileCase(
    'a text that counts a thousand times',
    rows(repeated(100_000, `UserPrincipalName: "${'{n}'.repeat(5_000)}"`)),
    'rows-too-large',
    'detections/X.test.yaml:8:',
    'budget data-size',
  ),
  hostileCase(
    'an alias of a long text in rows that repeat',
    rows(
      repeated(100, `UserPrincipalName: &a "${'x'.repeat(1_000)}"`),
      repeated(10_000, `LocationDetails: [${'*a, '.repeat(200)}]`),
    ),
    'rows-too-large',
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
    'yaml-alias-limit',
    'detections/X.test.yaml:8:',
    'aliases expand this document',
  ),
  {
    name: 'a document of a million values',
    files: { 'detections/X.test.yaml': `rule: a-good.yaml\ncases: [${'a,'.repeat(1_000_000)}]\n` },
    said: { verbs: ['check', 'test'], id: 'yaml-too-large', at: 'detections/X.test.yaml:1:1', code: 2 },
  },
  {
    name: 'a document of 17 MB',
    files: { 'detections/X.test.yaml': `rule: a-good.yaml\ncases: "${'a'.repeat(17 * 2 ** 20)}"\n` },
    said: {
      verbs: ['check', 'test'],
      id: 'file-unreadable',
      at: 'detections/X.test.yaml:1:1',
      says: 'text-file',
      code: 2,
    },
  },
  hostileCase(
    'a .gz that unpacks to 320 MB',
    [once, 'data: { SigninLogs: ../logs/X.jsonl.gz }'],
    'fixture-too-large',
    'logs/X.jsonl.gz:1:1',
    'budget unpacked-file',
    { 'logs/X.jsonl.gz': gzipBomb },
  ),
  hostileCase(
    'a .zst that unpacks to 300 MB',
    [once, 'data: { SigninLogs: ../logs/X.csv.zst }'],
    'fixture-too-large',
    'logs/X.csv.zst:1:1',
    'budget unpacked-file',
    { 'logs/X.csv.zst': zstandardBomb },
  ),
  hostileCase(
    'a record of 6 MB',
    [once, 'data: { SigninLogs: ../logs/X.jsonl }'],
    'fixture-too-large',
    'logs/X.jsonl:1:1',
    'budget recorded-row',
    { 'logs/X.jsonl': `{"LocationDetails":[${'{},'.repeat(2_000_000)}{}]}` },
  ),
  hostileCase(
    'a Parquet file that is none',
    [once, 'data: { SigninLogs: ../logs/X.parquet }'],
    'fixture-unreadable',
    'logs/X.parquet:1:1',
    'cannot be read',
    { 'logs/X.parquet': Buffer.from('PAR1\x15\x02\x19\xfc\xff\xff\xff\xff\x0f\x0c\0\0\0PAR1', 'latin1') },
  ),
  hostileQuery('a replay of 26 years', 'SigninLogs', 'case-too-large', 'budget case-runs', [
    'replay: { from: 2000-01-01T00:00:00Z, to: 2026-01-01T00:00:00Z }',
  ]),
  hostileQuery('a replay that never ends', 'range a from 1 to 150 step 1', 'case-too-large', 'budget case-alerts', [
    'replay: { from: 2025-01-01T00:00:00Z, to: 2026-01-01T00:00:00Z }',
  ]),
  hostileQuery(
    'texts that fill the memory of functions',
    'range i from 1 to 1000 step 1 | extend a = strrep(strrep(strcat("a", i), 1000), 250) | summarize max(hash_md5(a))',
    'kql-unsupported',
    'budget function-texts',
  ),
  hostileQuery(
    'a value too long for a function',
    'print a = strrep(strrep(strrep("a", 1000), 1000), 9) | where isnotempty(hash_md5(a))',
    'kql-unsupported',
    'budget result-value',
  ),
  hostileQuery(
    'a result of 100 MB',
    'range i from 1 to 100 step 1 | extend a = strrep(strrep(strcat("a", i), 1000), 300)',
    'kql-runtime',
    'budget result-size',
  ),
  hostileQuery('a result of too many rows', 'range i from 1 to 500001 step 1', 'kql-runtime', 'budget result-rows'),
]
