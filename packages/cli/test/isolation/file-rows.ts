import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { rule } from '../sample.ts'
import { type Content, type Hostile, once, ruleWith, testOf, type Verb } from './hostile.ts'

const pipe = (path: string): void => void execFileSync('bash', ['-c', 'mkfifo "$0"', path])
const folder = (path: string): void => void mkdirSync(path)
const link = (target: string) => (path: string) => symlinkSync(target, path)

/** An entry of a folder that is not a file: folders are searched past it. */
const passedOver = (name: string, content: Content, path = 'detections/X.yaml'): Hostile => ({
  name,
  files: { [path]: content },
})

/** A document that cannot be read as a rule. */
const document = (name: string, content: Content, id: string, at = '1:'): Hostile => ({
  name,
  files: { 'detections/X.yaml': content },
  said: { verbs: ['check', 'fmt', 'compile'], id, at: `detections/X.yaml:${at}`, code: 2 },
})

/** A rule and a case that runs its query. */
const query = (
  name: string,
  text: string,
  id: string,
  says?: string,
  verbs: readonly Verb[] = ['check', 'compile', 'test'],
): Hostile => ({
  name,
  files: { 'detections/X.yaml': ruleWith(text), 'detections/X.test.yaml': testOf('X.yaml', [once, aRow]) },
  said: { verbs, id, at: 'detections/X.yaml:15:', ...(says !== undefined && { says }), code: 1 },
})

const aRow = 'rows: { SigninLogs: [{ UserPrincipalName: a }] }'

/** Where a test names its data. */
const named = 'detections/X.test.yaml:6:'

/** A case of a good rule, with data that cannot be used. */
const data = (name: string, path: string, id: string, content?: Content, at = 'logs/X'): Hostile => ({
  name,
  files: {
    'detections/X.test.yaml': testOf('a-good.yaml', [once, `data: { SigninLogs: ${path} }`]),
    ...(content !== undefined && { [path.replace('../', '')]: content }),
  },
  said: { verbs: ['test'], id, at, code: 2 },
})

/** A test document that cannot be read. */
const tests = (
  name: string,
  text: string,
  id: string,
  at: string,
  verbs: readonly Verb[],
  code: 1 | 2 = 2,
): Hostile => ({
  name,
  files: { 'detections/X.test.yaml': text },
  said: { verbs, id, at: `detections/X.test.yaml:${at}`, code },
})

const nested = (open: string, close: string, depth: number, core = ''): string =>
  `${open.repeat(depth)}${core}${close.repeat(depth)}`

/** Functions each of which calls the one before twice. */
const doubling = Array.from({ length: 20 }, (_, n) => `let f${n + 1} = () { f${n}() + f${n}() };`).join(' ')

export const fileRows: readonly Hostile[] = [
  passedOver('a link out of the project', link('../../outside/rule.yaml')),
  passedOver('a link to itself', link('x01.yaml')),
  passedOver('a link to nothing', link('nothing.yaml')),
  passedOver('a folder that is a link out of the project', link('../../outside'), 'detections/X'),
  passedOver('a folder that is a link to the one it is in', link('.'), 'detections/X'),
  passedOver('a pipe', pipe),
  passedOver('a folder with the name of a rule', folder),
  passedOver('a folder with the name of a test', folder, 'detections/X.test.yaml'),

  document('an empty file', '', 'yaml-empty'),
  document('zeros', Buffer.alloc(1000), 'yaml-malformed'),
  document('a program', Buffer.from('7f454c4602010100fffe80', 'hex'), 'file-unreadable'),
  document('half a character', Buffer.from(`${rule}\xc3`, 'latin1'), 'file-unreadable'),
  document('half a character of UTF-16', Buffer.from(`\ufeff${rule}`, 'utf16le').subarray(0, -1), 'file-unreadable'),
  document('lists in lists, not closed', `a: ${'['.repeat(20_000)}`, 'yaml-malformed'),
  document('mappings in mappings', `a: ${nested('{ a: ', '}', 5_000, '1')}`, 'yaml-malformed'),
  document(
    'aliases of aliases',
    `a: &a [${'1,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\n`,
    'yaml-alias-limit',
    '3:',
  ),
  document('an alias of what it stands in', 'a: &a [*a]\n', 'yaml-unknown-alias'),
  document('many documents', '---\na: 1\n'.repeat(100), 'yaml-several-documents', '4:'),
  document('merge keys', `a: &a { b: 1 }\nc: { <<: [${'*a,'.repeat(100)}] }\n`, 'yaml-merge-key', '2:'),
  {
    name: 'keys that objects inherit',
    files: { 'detections/X.yaml': 'hasOwnProperty: a\nconstructor: b\n__proto__: c\n' },
    said: { verbs: ['check', 'compile'], id: 'missing-key', at: 'detections/X.yaml:1:1', code: 1 },
  },
  {
    name: 'a file name and keys that are commands of CI runners',
    files: { 'detections/X##vso[task.complete result=Failed]\n::error::.yaml': '"##[error]\\n::error::": 1\n' },
    said: { verbs: ['check', 'compile'], id: 'missing-key', at: 'detections/X##vs', code: 1 },
  },

  query('2,000 negations', `SigninLogs | where ${nested('not(', ')', 2_000, 'true')}`, 'kql-limit', '100 brackets'),
  query('20,000 brackets, not closed', `SigninLogs | where ${'('.repeat(20_000)}`, 'kql-limit', '100 brackets'),
  query('500 lists, not closed', `SigninLogs | where ${'Id in ('.repeat(500)}`, 'kql-limit', '100 brackets'),
  query('3,000 conditions, not closed', `print ${'iff('.repeat(3_000)}`, 'kql-limit', '100 brackets'),
  query('20 joins within one another', `SigninLogs ${'| join (SigninLogs '.repeat(20)}`, 'kql-syntax'),
  query('a text of 2 MB', `print a = "${'a'.repeat(2_000_000)}"`, 'kql-limit', '2000000 characters'),
  query('5,000 additions', `print a = 1${' + 1'.repeat(5_000)}`, 'kql-limit', '2000 operators'),
  query('functions that double', `${doubling.replace('f0() + f0()', '1')} print f20()`, 'kql-limit', '4000 uses', [
    'check',
    'test',
  ]),
  query(
    'a pattern of repetitions of repetitions',
    'SigninLogs | where UserPrincipalName matches regex @"((a{1,1000}){1,1000}){1,1000}"',
    'kql-unsupported',
    'is too large',
    ['check', 'test'],
  ),
  query('a function that objects inherit', 'print __proto__(1)', 'kql-unsupported', '__proto__', ['check', 'test']),
  query('a table that objects inherit', 'hasOwnProperty | where constructor == 1', 'unknown-table', 'hasOwnProperty', [
    'check',
    'compile',
  ]),
  query('a plug-in that objects inherit', 'SigninLogs | evaluate toString()', 'kql-semantics', 'toString'),
  {
    name: 'a pattern that takes others exponential time',
    files: {
      'detections/X.yaml': ruleWith('print x = strcat(strrep("é", 60), "!") | where x matches regex @"^(\\w+)+\\b$"'),
      'detections/X.test.yaml': testOf('X.yaml', [once]),
    },
    // The case runs, and what it expects holds.
    said: { verbs: ['check'], id: 'test-missing', at: 'detections/X.yaml:2:7', says: 'fires', code: 1 },
  },

  data('a log outside', '../../outside/log.jsonl', 'path-outside', undefined, named),
  data('a log by its whole path', '/etc/passwd', 'path-outside', undefined, named),
  data('a log that is a link out', '../logs/X.jsonl', 'path-outside', link('../../outside/log.jsonl'), named),
  data('a log that is a pipe', '../logs/X.jsonl', 'fixture-unreadable', pipe),
  data('a log that is an empty folder', '../logs/X.jsonl', 'case-empty-folder', folder, named),
  data('a log that is cut', '../logs/X.jsonl.gz', 'fixture-unreadable', Buffer.from('1f8b0800', 'hex')),
  data('a log of open brackets', '../logs/X.jsonl', 'fixture-malformed', `${'['.repeat(100_000)}\n`),
  data('lists in lists', '../logs/X.jsonl', 'fixture-malformed', `{"LocationDetails":${nested('[', ']', 100_000)}}\n`),
  data('a quote that is not closed', '../logs/X.csv', 'fixture-malformed', 'a,"b\n'),
  data('a Parquet file of two marks', '../logs/X.parquet', 'fixture-unreadable', Buffer.from('PAR1PAR1')),
  tests('a time that is none', testOf('a-good.yaml', ['at: 99999-03-02T10:00:00Z']), 'wrong-type', '5:9', [
    'check',
    'test',
  ]),
  tests('a rule outside', testOf('../../outside/rule.yaml', [once]), 'path-outside', '1:7', ['test']),
  tests('an empty test file', '', 'yaml-empty', '1:1', ['check', 'test']),
  tests(
    'tables that objects inherit',
    testOf('a-good.yaml', [once, 'rows: { constructor: [{}] }']),
    'case-unknown-table',
    '6:13',
    ['test'],
    1,
  ),
]
