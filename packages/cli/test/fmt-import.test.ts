import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
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

test('import writes a file for each rule, and none over another', async () => {
  enterFolder({ 'one.json': JSON.stringify(answer), 'two.json': JSON.stringify({ value: [answer, answer] }) })
  const one = await tripline(['import', 'one.json'])
  expect(one).toMatchObject({ code: 0, stdout: expect.stringMatching(/^id: 0e7f3a52.*\nname: Failed sign-ins\n/) })
  expect(await tripline(['import', 'two.json'])).toMatchObject({ code: 2, stdout: '' })
  expect(await tripline(['import', 'one.json', 'two.json', '--out', 'rules'])).toMatchObject({
    code: 0,
    stdout: 'rules/failed-sign-ins.yaml\nrules/failed-sign-ins-2.yaml\nrules/failed-sign-ins-3.yaml\n',
  })
  expect(await tripline(['import', 'one.json', '--out', 'rules'])).toMatchObject({ code: 2 })
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
