import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'

const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'
const answer = {
  name: id,
  kind: 'NRT',
  properties: { displayName: 'Failed sign-ins', enabled: true, severity: 'Low', query: 'SigninLogs' },
}

test('fmt lists unformatted files, and formats them with --write', async () => {
  enterFolder({ 'tripline.yaml': 'rules: .\n', 'a.yaml': 'query: T|count\nid: 1\n', 'b.yaml': 'id: 2\n' })
  expect(await tripline(['fmt', '--check'])).toEqual({ code: 1, stdout: 'a.yaml\n', stderr: '' })
  expect(await tripline(['fmt', '--write'])).toEqual({ code: 0, stdout: 'a.yaml\n', stderr: '' })
  expect(readFileSync('a.yaml', 'utf8')).toBe('id: 1\nquery: |\n  T | count\n')
  expect(await tripline(['fmt', '--check'])).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(await tripline(['fmt', '--check', '--write'])).toMatchObject({ code: 2 })
})

test('fmt leaves a file that is not YAML alone and reports it', async () => {
  enterFolder({ 'a.yaml': 'query: [\n' })
  expect(await tripline(['fmt', '--write', 'a.yaml'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('a.yaml:'),
  })
})

test('fmt formats tests, too', async () => {
  enterFolder({
    'tripline.yaml': 'rules: .\n',
    'a.yaml': 'id: 1\n',
    'a.test.yaml': 'rule:   a.yaml\ncases:\n- {name: x}\n',
  })
  expect(await tripline(['fmt', '--write'])).toEqual({ code: 0, stdout: 'a.test.yaml\n', stderr: '' })
  expect(readFileSync('a.test.yaml', 'utf8')).toBe('rule: a.yaml\ncases:\n  - { name: x }\n')
})

test('fmt formats automation rules, too', async () => {
  enterFolder({
    'tripline.yaml': 'rules: .\nautomation: [more, closing]\n',
    'more/a.yaml': 'triggeringLogic:   { triggersOn: Incidents, triggersWhen: Created }\nid: x\n',
    'closing/b.yaml':
      '# Closes.\nid:   x\norder: 1\ntriggeringLogic:\n    triggersOn: Incidents\nactions:\n- {order: 1}\n',
  })
  expect(await tripline(['fmt', 'closing/b.yaml', '--write'])).toEqual({
    code: 0,
    stdout: 'closing/b.yaml\n',
    stderr: '',
  })
  expect(readFileSync('closing/b.yaml', 'utf8')).toBe(
    '# Closes.\nid: x\norder: 1\ntriggeringLogic:\n  triggersOn: Incidents\nactions:\n  - { order: 1 }\n',
  )
})

test.each([
  ['spray', ['detections/spray.yaml']],
  ['DETECTIONS/', ['detections/spray.yaml', 'detections/travel.yaml']],
  ['0e7f', ['detections/travel.yaml']],
])('fmt %s finds rules by a part of their path, name or id', async (name, files) => {
  enterFolder({
    'tripline.yaml': 'rules: detections\n',
    'detections/spray.yaml': 'query: T|count\n',
    'detections/travel.yaml': `name: Travel\nid: ${id}\n`,
  })
  expect(await tripline(['fmt', name])).toEqual({
    code: 1,
    stdout: files.map(file => `${file}\n`).join(''),
    stderr: '',
  })
  expect(await tripline(['fmt', name, '--write'])).toMatchObject({ code: 0 })
  expect(await tripline(['fmt', name])).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('fmt --diff shows what changes, as patch takes it', async () => {
  const text = 'id: 1\nname: x\nversion: 1.0.0\nkind: NRT\nseverity: Low\nquery: T|count\n'
  enterFolder({ 'tripline.yaml': 'rules: .\n', 'a.yaml': text, 'b.yaml': 'id: 2\n' })
  const diff = await tripline(['fmt', '--diff'])
  expect(diff).toEqual({
    code: 1,
    stdout: [
      '--- a.yaml',
      '+++ a.yaml',
      '@@ -3,4 +3,5 @@',
      ' version: 1.0.0',
      ' kind: NRT',
      ' severity: Low',
      '-query: T|count',
      '+query: |',
      '+  T | count',
      '',
    ].join('\n'),
    stderr: '',
  })
  expect(readFileSync('a.yaml', 'utf8')).toBe(text)
  execFileSync('git', ['apply', '-p0'], { input: diff.stdout })
  const patched = readFileSync('a.yaml', 'utf8')
  expect(await tripline(['fmt', '--diff'])).toEqual({ code: 0, stdout: '', stderr: '' })
  writeFileSync('a.yaml', text)
  expect(await tripline(['fmt', '--diff', '--write'])).toEqual({ ...diff, code: 0 })
  expect(readFileSync('a.yaml', 'utf8')).toBe(patched)
})

test('fmt --diff does not compare files for hours', async () => {
  const lines = (mark: string) => Array.from({ length: 20_000 }, (_, line) => `${mark}${line}`)
  enterFolder({ 'a.test.yaml': `rule:\n${lines('    -   ').join('\n')}\n` })
  expect(await tripline(['fmt', 'a.test.yaml', '--diff'])).toEqual({
    code: 1,
    stdout: 'a.test.yaml: more than 5000 lines change\n',
    stderr: '',
  })
})

test('import writes a file for each rule, and none over another', async () => {
  const others = [1, 2].map(digit => ({ ...answer, name: id.replace('0', String(digit)) }))
  enterFolder({ 'one.json': JSON.stringify(answer), 'two.json': JSON.stringify({ value: others }) })
  const one = await tripline(['import', 'one.json'])
  expect(one).toMatchObject({ code: 0, stdout: expect.stringMatching(/^id: 0e7f3a52.*\nname: Failed sign-ins\n/) })
  expect(await tripline(['import', 'two.json'])).toMatchObject({ code: 2, stdout: '' })
  expect(await tripline(['import', 'one.json', 'two.json', '--out', 'rules'])).toMatchObject({
    code: 0,
    stdout: 'rules/failed-sign-ins.yaml\nrules/failed-sign-ins-2.yaml\nrules/failed-sign-ins-3.yaml\n',
  })
  expect(await tripline(['import', 'one.json', '--out', 'rules'])).toMatchObject({ code: 2 })
})

const parser = 'ParserName: Doors\nParserQuery: |\n  Door_CL\n  | where Open\n'

test('import reads a folder, names what is broken in it and converts the rest', async () => {
  enterFolder({
    'repo/Rules/one.json': JSON.stringify(answer),
    'repo/Parsers/doors.yaml': parser,
    'repo/Parsers/broken.json': '{ "query": ',
    'repo/README.md': 'ParserQuery',
    'repo/Workbooks/book.json': '{ "query": "T" }',
    'repo/.git/doors.yaml': 'ParserName: [',
    'repo/node_modules/doors.yaml': 'ParserName: [',
  })
  const { code, stdout, stderr } = await tripline(['import', 'repo', '--out', 'soc'])
  expect([code, stdout]).toEqual([2, 'soc/functions/Doors.yaml\nsoc/detections/failed-sign-ins.yaml\n'])
  expect(stderr).toContain('repo/Parsers/broken.json:1:12 error yaml-malformed')
  expect(stderr.match(/error/g)).toHaveLength(1)
  expect(await tripline(['import', 'repo', '--out', 'soc'])).toMatchObject({ code: 2, stdout: '' })
  expect(await tripline(['import', 'repo/Parsers/doors.yaml', '--out', 'soc/functions/more'])).toMatchObject({
    code: 0,
    stdout: 'soc/functions/more/Doors.yaml\n',
  })
  expect(await tripline(['import', 'repo/Workbooks', '--out', 'none'])).toMatchObject({ code: 2, stdout: '' })
})

test.each(['utf16le', 'utf16be'])('import reads %s, as Windows writes it', async encoding => {
  const bytes = Buffer.from(`\ufeff${parser}`, 'utf16le')
  enterFolder({ 'doors.yaml': encoding === 'utf16le' ? bytes : bytes.swap16() })
  expect(await tripline(['import', 'doors.yaml'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Doors') })
})

test('a baseline mutes what is known', async () => {
  enterFolder({ ...sample, 'detections/blocked.yaml': rule.replace('| where IPAddress', '| where IPAdress') })
  expect(await tripline(['check', '--baseline', 'known.json', '--write-baseline'])).toMatchObject({ code: 0 })
  expect(await tripline(['check', '--baseline', 'known.json'])).toMatchObject({ code: 0 })
  expect(await tripline(['check', '--baseline', 'none.json'])).toMatchObject({ code: 2 })
  expect(await tripline(['check'])).toMatchObject({ code: 1 })
})

test('a rule must keep its id since a revision', async () => {
  enterFolder(sample)
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@contoso.example', ...args])
  git('init', '-q')
  git('add', '.')
  git('commit', '-q', '-m', 'one')
  expect(await tripline(['check', '--changed-since', 'HEAD'])).toMatchObject({ code: 0 })
  execFileSync('sed', ['-i', 's/^id: 2f1b/id: 3f1b/', 'detections/blocked.yaml'])
  expect(await tripline(['check', '--changed-since', 'HEAD'])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('id-changed'),
  })
  expect(await tripline(['check', '--changed-since', 'nowhere'])).toMatchObject({ code: 2 })
})
