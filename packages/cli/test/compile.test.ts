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

// The let decides the type: KQL's own spellings of numbers, timespans and so on, and JSON for a dynamic.
test.each([
  ['10', '20', 'long(20)'],
  ['1h', '90m', 'timespan(90m)'],
  ['0.5', '0.75', 'real(0.75)'],
  ['false', 'true', 'bool(true)'],
  ['datetime(2026-01-01)', '2026-03-02', 'datetime(2026-03-02)'],
  ['"all"', '007', '"007"'],
  [
    'dynamic(["a"])',
    '[b, "c\\"d", 9007199254740993, 1.50, true, ~]',
    'dynamic(["b","c\\"d",9007199254740993,1.50,true,null])',
  ],
  ['dynamic({})', '{ hosts: [a], most: 5 }', 'dynamic({"hosts":["a"],"most":5})'],
])('a parameter in place of %s may be %s', async (own, value, expected) => {
  const query = rule
    .replace('let address = "203.0.113.9";', `let address = ${own};`)
    .replace('== address', '== tostring(address)')
  enterFolder({
    'tripline.yaml': `workspaces:\n  local:\n    parameters:\n      detections/a.yaml: { address: ${value} }\n`,
    'detections/a.yaml': query,
  })
  const { stdout, stderr } = await tripline(['compile', '--workspace', 'local', '--target', 'rest'])
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)[0].body.properties.query.split(';')[0]).toBe(`let address = ${expected}`)
})

test.each([
  ['10', '[20]'],
  ['10', 'many'],
  ['1h', 'soon'],
  ['1h', 'PT90M'],
  ['"all"', '[a]'],
  ['true', 'maybe'],
  ['dynamic(["a"])', 'a'],
])('a parameter in place of %s may not be %s: the message has its position', async (own, value) => {
  enterFolder({
    'tripline.yaml': `workspaces:\n  local:\n    parameters:\n      detections/a.yaml: { address: ${value} }\n`,
    'detections/a.yaml': rule.replace('"203.0.113.9"', own).replace('== address', '== tostring(address)'),
  })
  const { code, stderr } = await tripline(['compile', '--workspace', 'local'])
  expect(code).toBe(1)
  expect(stderr).toContain('tripline.yaml:4:37 error parameter-type')
})

test('a workspace gets the rules that it includes', async () => {
  const other = rule.replace('2f1bd6c5', '3f1bd6c5').replace('Sign-in', 'Log-on')
  enterFolder({
    'tripline.yaml': 'workspaces:\n  local: { include: [identity], exclude: [detections/identity/b.yaml] }\n',
    'detections/identity/a.yaml': rule,
    'detections/identity/b.yaml': other,
    'detections/c.yaml': other.replace('3f1bd6c5', '4f1bd6c5').replace('Log-on', 'Entry'),
  })
  const { stdout } = await tripline(['compile', '--workspace', 'local', '--target', 'rest'])
  expect(stdout.match(/"displayName": ".*"/g)).toEqual(['"displayName": "Sign-in from a blocked address"'])
  const named = await tripline(['compile', 'detections/c.yaml', '--workspace', 'local'])
  expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining('no rules found') })
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
  [['import', 'nothing.json', '--out', 'out'], 2, 'no rule, hunting query, automation rule, function or table'],
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
