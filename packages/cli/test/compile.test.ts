import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'

const hunting = `id: 5b0a4a0e-4a55-4f0a-9d7e-6f0f0a1f2b3c
name: Edited crontabs
query: Syslog
`

test.each([
  ['arm', 'rules.arm.json'],
  ['bicep', 'rules.bicep'],
  ['rest', 'rules.rest.json'],
  ['terraform', 'rules.tf.json'],
])('compile --target %s writes all rules and hunting queries to one file, the same each time', async (target, file) => {
  enterFolder({ ...sample, 'detections/a.yaml': hunting })
  const shown = await tripline(['compile', '--target', target])
  expect(shown).toMatchObject({ code: 0, stderr: '' })
  expect(await tripline(['compile', '--target', target, '--out', 'out/made'])).toEqual({
    code: 0,
    stdout: '',
    stderr: `out/made/${file}: 2 rules\n`,
  })
  expect(readdirSync('out/made')).toEqual([file])
  expect(readFileSync(`out/made/${file}`, 'utf8')).toBe(shown.stdout)
  expect(shown.stdout).toContain('2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11')
  expect(shown.stdout).toContain('Hunting Queries')
})

test.each(['arm', 'rest', 'terraform'])('what compile --target %s makes comes back by import', async target => {
  enterFolder({ ...sample, 'detections/a.yaml': hunting })
  await tripline(['compile', '--target', target, '--out', 'one'])
  const [file] = readdirSync('one')
  expect(await tripline(['import', `one/${file}`, '--out', 'back'])).toMatchObject({ code: 0, stderr: '' })
  await tripline(['compile', 'back', '--target', target, '--out', 'two'])
  expect(readFileSync(`two/${file}`, 'utf8')).toBe(readFileSync(`one/${file}`, 'utf8'))
})

test('a template is what is made without a target', async () => {
  enterFolder(sample)
  expect(JSON.parse((await tripline(['compile'])).stdout)).toHaveProperty('contentVersion')
})

test('a workspace gives its parameters', async () => {
  enterFolder(sample)
  expect((await tripline(['compile', '--workspace', 'prod'])).stdout).toContain('192.0.2.1')
})

const binary = Buffer.from([0xfd, 0xfe, 0, 1])

test.each([
  [['compile', 'missing.yaml'], 2, 'missing.yaml:1:1 error rule-unknown'],
  [['compile', 'empty'], 2, 'no rules found in empty'],
  [['compile', 'binary.yaml'], 2, 'it is not UTF-8 text'],
  [['compile', '--target', 'pulumi'], 2, 'expected arm, bicep, rest, terraform'],
  [['compile', '--workspace', 'prd'], 2, 'did you mean prod?'],
  [['compile', '--out', 'binary.yaml'], 2, 'binary.yaml/rules.arm.json cannot be written: a file has the name'],
  [['compile', 'broken.yaml', '--out', 'out'], 1, 'broken.yaml:'],
  [['compile', 'hunt.yaml', '--out', 'out'], 1, 'hunt.yaml:1:1 error search-without-id'],
  [['import', 'missing.json', '--out', 'out'], 2, 'missing.json cannot be read: it does not exist'],
  [['import', 'empty', '--out', 'out'], 2, 'no content to import found in empty'],
  [['import', 'binary.json', '--out', 'out'], 2, 'it is not UTF-8 text'],
  [['import', 'nothing.json', '--out', 'out'], 2, 'no rule, hunting query, function or table'],
  [['import', 'expression.json', '--out', 'out'], 1, 'expression.json:1:'],
  [['import', 'rule.json', '--out', 'binary.json'], 2, 'a file has the name of one of its folders'],
  [['fmt', 'missing', '--write'], 2, 'missing is neither a file nor part of the path, name or id of a rule'],
  [['fmt', 'empty'], 2, 'no rules or tests found in empty'],
  [['fmt', 'tripline.yaml', '--write'], 2, 'no rules or tests found in tripline.yaml'],
  [['fmt', 'binary.yaml', '--write'], 2, 'it is not UTF-8 text'],
  [['new', 'binary.json/rule.yaml'], 2, 'a file has the name of one of its folders'],
  [['new', 'a.yaml', '--project', 'empty/none'], 2, 'empty/none/tripline.yaml cannot be read: it does not exist'],
])('%j ends with %d, one message and nothing written', async (argv, code, said) => {
  const answer = { name: '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11', kind: 'NRT', properties: { query: 'T' } }
  const root = enterFolder({
    'tripline.yaml': sample['tripline.yaml']!,
    'detections/blocked.yaml': rule,
    'broken.yaml': rule.replace('| where', '| were'),
    'hunt.yaml': 'name: Crontabs\nquery: Syslog\n',
    'binary.yaml': binary,
    'binary.json': binary,
    'nothing.json': '{}',
    'rule.json': JSON.stringify(answer),
    'expression.json': JSON.stringify({
      $schema: 'x',
      resources: [{ ...answer, properties: { query: "[reference('x')]" } }],
    }),
  })
  mkdirSync('empty')
  const before = readdirSync(root, { recursive: true }).sort()
  const ended = await tripline(argv)
  expect(ended).toMatchObject({ code, stdout: '' })
  expect(ended.stderr).toContain(said)
  expect(ended.stderr).not.toMatch(/\n\s+at /)
  expect(readdirSync(root, { recursive: true }).sort()).toEqual(before)
})
