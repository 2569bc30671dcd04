import { readFileSync, writeFileSync } from 'node:fs'
import { connect, localAddress, localCredential } from '@tripline/azure'
import { handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const other = rule.replace('2f1bd6c5', '3f1bd6c5').replace('Sign-in', 'Log-on')
const config = `workspaces:
  local: { parameters: { detections/a.yaml: { address: 192.0.2.1 } } }
  east-test: { emulator: true, exclude: [detections/b.yaml] }
`
const files = { 'tripline.yaml': config, 'detections/a.yaml': rule, 'detections/b.yaml': other }

/** A workspace that the emulator, which is already running, does not have. */
const addMissing = () => writeFileSync('tripline.yaml', `${config}  west-test: { emulator: true }\n`)

const created = ['Log-on from a blocked address', 'Sign-in from a blocked address']

test('several workspaces have one report, one saved plan and one exit code', async () => {
  enterFolder(files)
  await withEmulator(async () => {
    const planned = await tripline(['plan', '--all', '--format', 'json', '--detailed-exitcode', '--out', 'plan.json'])
    expect(planned).toMatchObject({ code: 2, stderr: '' })
    const { workspaces } = JSON.parse(planned.stdout)
    expect(workspaces).toMatchObject([
      { workspace: 'local', summary: { create: 2 }, steps: created.map(name => ({ name })) },
      { workspace: 'east-test', summary: { create: 1 }, steps: [{ name: created[1] }] },
    ])
    const applied = await tripline(['apply', 'plan.json'])
    expect(applied).toMatchObject({ code: 0, stderr: '' })
    expect(applied.stdout).toBe(`local
${created.map(name => `+ create rule ${name}: applied\n`).join('')}east-test
+ create rule ${created[1]}: applied
local: 2 applied
east-test: 1 applied
2 workspaces: 3 applied
`)
    expect(await tripline(['apply', 'plan.json', '--workspace', 'east-test'])).toMatchObject({
      code: 0,
      stdout: '1 unchanged\n',
    })
    const again = await tripline(['plan', '--workspace', 'east-test, local', '--detailed-exitcode'])
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(again.stdout).toMatch(
      /^east-test .*\n\n0 to create.*\n\nlocal .*\n\n0 to create.*\n\n2 workspaces: 0 to create/,
    )

    const { url, ca } = JSON.parse(readFileSync('.tripline/emulator.json', 'utf8'))
    const east = connect(localAddress({ url, ca }, 'east-test'), localCredential, handClock())
    const stored = await east.alertRules.list()
    if (!stored.ok) throw new Error(stored.error.message)
    const [{ id, kind, properties }] = stored.value as [(typeof stored.value)[number]]
    expect(properties.query).toContain('"203.0.113.9"')
    const { lastModifiedUtc: _, ...own } = properties
    await east.alertRules.put(id, { kind: kind!, properties: { ...own, severity: 'Low' } })
    const drift = await tripline(['drift', '--all', '--format', 'json'])
    expect(drift.code).toBe(1)
    expect(JSON.parse(drift.stdout).workspaces).toMatchObject([
      { workspace: 'local', drifted: [] },
      { workspace: 'east-test', drifted: [{ id }] },
    ])
    const conflict = await tripline(['plan', '--all', '--format', 'markdown'])
    expect(conflict.code).toBe(1)
    expect(conflict.stdout).toContain('local: 0 to create, 0 to update, 2 unchanged\neast-test: 0 to create')
    expect(conflict.stdout).toContain('<pre>\neast-test\n\n! conflict rule')
    // A decision may be about a resource of one workspace only.
    expect(await tripline(['apply', '--all', '--overwrite', id, '--yes'])).toMatchObject({ code: 0 })
  })
})

test('a workspace that fails does not keep the others from being planned and applied', async () => {
  enterFolder(files)
  await withEmulator(async () => {
    addMissing()
    const plan = await tripline(['plan', '--all', '--out', 'plan.json'])
    expect(plan).toMatchObject({ code: 2, stderr: expect.stringMatching(/^tripline.yaml:4:3 error remote-unusable/) })
    expect(plan.stdout).toContain('west-test\n\nremote-unusable: west-test cannot be used: ')
    expect(plan.stdout).toMatch(/3 workspaces: 3 to create.*; 1 failed\n$/)
    expect(JSON.parse(readFileSync('plan.json', 'utf8')).workspaces).toHaveLength(2)
    const applied = await tripline(['apply', '--all', '--yes', '--format', 'json'])
    expect(applied.code).toBe(2)
    expect(JSON.parse(applied.stdout).workspaces).toMatchObject([
      { workspace: 'local', steps: [{ outcome: 'applied' }, { outcome: 'applied' }] },
      { workspace: 'east-test', steps: [{ outcome: 'applied' }] },
      { workspace: 'west-test', errors: [{ id: 'remote-unusable' }] },
    ])
    const drift = await tripline(['drift', '--workspace', 'west-test,local', '--format', 'markdown'])
    expect(drift.code).toBe(2)
    expect(drift.stdout).toContain('west-test: failed\nlocal: 0 drifted, 2 as applied\n')
  })
})

test.each([
  [['plan'], 'pass --workspace NAME or --all'],
  [['drift'], 'pass --workspace NAME or --all'],
  [['apply'], 'pass a saved plan or --workspace NAME, or --all'],
  [['plan', '--all', '--workspace', 'local'], '--workspace and --all cannot be combined'],
  [['plan', '--workspace', 'local,east-tst'], 'no workspace east-tst\n  fix: did you mean east-test?'],
  [['plan', '--all'], 'no workspaces but those of the emulator, which is not running'],
  [['apply', 'plan.json', '--all'], 'leave --all out'],
])('%j is refused', async (argv, said) => {
  enterFolder(files)
  expect(await tripline(argv)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) })
})

test('a workspace of the emulator has a name as in Azure', async () => {
  enterFolder({ ...files, 'tripline.yaml': 'workspaces:\n  a/b: { emulator: true }\n  abcd: { emulator: false }\n' })
  const { code, stderr } = await tripline(['plan', '--all'])
  expect(code).toBe(2)
  expect(stderr).toContain('tripline.yaml:2:3 error emulator-name')
  expect(stderr).toContain('tripline.yaml:3:21 error wrong-type')
})
