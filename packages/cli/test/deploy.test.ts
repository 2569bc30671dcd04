import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, localAddress, localCredential } from '@tripline/azure'
import { handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const pending = (stdout: string) =>
  JSON.parse(stdout).steps.map(({ action, name }: { action: string; name: string }) => `${action} ${name}`)

test('plan, apply, plan again: nothing is left to do', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    const first = await tripline([
      'plan',
      '--workspace',
      'local',
      '--out',
      'plan.json',
      '--format',
      'json',
      '--detailed-exitcode',
    ])
    expect(first.code).toBe(2)
    expect(pending(first.stdout)).toEqual(['create Sign-in from a blocked address'])
    expect(await tripline(['apply', 'plan.json'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 applied'),
    })
    const second = await tripline(['plan', '--workspace', 'local', '--format', 'json', '--detailed-exitcode'])
    expect(second.code).toBe(0)
    expect(pending(second.stdout)).toEqual(['none Sign-in from a blocked address'])
    expect(await tripline(['apply', 'plan.json'])).toMatchObject({ code: 0, stdout: '1 unchanged\n' })
  })
})

test('apply asks for approval, if something would change, unless --yes is passed', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    expect(await tripline(['apply', '--workspace', 'local'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    })
    const applied = await tripline(['apply', '--workspace', 'local', '--yes', '--format', 'json'])
    expect(applied.code).toBe(0)
    expect(JSON.parse(applied.stdout).steps).toMatchObject([{ action: 'create', outcome: 'applied' }])
    expect(await tripline(['apply', '--workspace', 'local'])).toMatchObject({ code: 0, stdout: '1 unchanged\n' })
  })
})

test.each<readonly [string, readonly string[], Readonly<Record<string, string>>]>([
  ['--auto-approve', ['--auto-approve'], {}],
  ['TRIPLINE_AUTO_APPROVE', [], { TRIPLINE_AUTO_APPROVE: 'true' }],
  ['TRIPLINE_YES', [], { TRIPLINE_YES: 'true' }],
])('%s is as good as --yes', async (_, options, env) => {
  enterFolder(sample)
  await withEmulator(async () => {
    expect(await tripline(['apply', '--workspace', 'local', ...options], { env })).toMatchObject({ code: 0 })
  })
})

test('an edit made elsewhere is a conflict, until it is overwritten by its id', async () => {
  const id = '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11'
  enterFolder(sample)
  await withEmulator(async () => {
    await tripline(['apply', '--workspace', 'local', '--yes'])
    // Another checkout without a record of what was applied: its write looks like anyone's.
    const { url, ca } = JSON.parse(readFileSync('.tripline/emulator.json', 'utf8'))
    const workspace = connect(localAddress({ url, ca }), localCredential, handClock())
    const stored = await workspace.alertRules.get(id)
    if (!stored.ok) throw new Error(stored.error.message)
    const { lastModifiedUtc: _, ...own } = stored.value.properties
    await workspace.alertRules.put(id, { kind: 'Scheduled', properties: { ...own, severity: 'Low' } })

    const plan = await tripline(['plan', '--workspace', 'local'])
    expect(plan.code).toBe(1)
    expect(plan.stdout).toMatch(
      /! conflict rule Sign-in from a blocked address\n {4}edited outside on [-\d]+ [\d:]+ UTC\n/,
    )
    const drift = await tripline(['drift', '--workspace', 'local'])
    expect(drift.code).toBe(1)
    expect(drift.stdout).toMatch(/rule Sign-in from a blocked address: edited outside on [-\d]+ [\d:]+ UTC\n/)
    expect(drift.stdout).toContain(
      `    id ${id}\n    severity: "High" -> "Low"\n    keep it: tripline drift --workspace local --absorb ${id}; undo it: tripline plan --workspace local --overwrite ${id}\n`,
    )
    expect(drift.stdout).toContain('1 drifted, 0 as applied\n')
    const markdown = await tripline(['drift', '--workspace', 'local', '--format', 'markdown'])
    expect(markdown).toMatchObject({ code: 1, stdout: expect.stringMatching(/^### Drift\n/) })
    const { drifted } = JSON.parse((await tripline(['drift', '--workspace', 'local', '--format', 'json'])).stdout)
    expect(drifted).toMatchObject([{ type: 'alertRules', id, cause: 'edited' }])
    expect(plan.stdout).toContain(
      `    to go ahead all the same: --overwrite ${id}; to keep the edit: tripline drift --workspace local --absorb ${id}\n    severity: "Low" -> "High"\n`,
    )
    expect(await tripline(['plan', '--workspace', 'local', '--overwrite', id.replace('2f', '3f')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`did you mean ${id}?`),
    })
    expect(await tripline(['apply', '--workspace', 'local', '--overwrite', id, '--yes'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 applied'),
    })
    expect(await tripline(['plan', '--workspace', 'local', '--detailed-exitcode'])).toMatchObject({ code: 0 })
    expect(await tripline(['drift', '--workspace', 'local'])).toMatchObject({ code: 0 })
  })
})

test('rules that are gone from the project are deleted with --prune, up to --max-deletes', async () => {
  const files = (count: number) =>
    Array.from({ length: count }, (_, index) => [
      `detections/${index}.yaml`,
      rule.replace('2f1bd6c5', `2f1bd6c${index}`).replace('Sign-in', `${index} sign-in`),
    ])
  const config = `${sample['tripline.yaml']}deploy: { project: acme/detections }\n`
  enterFolder({ 'tripline.yaml': config, ...Object.fromEntries(files(4)) })
  await withEmulator(async () => {
    await tripline(['apply', '--workspace', 'local', '--yes'])
    for (const index of [1, 2, 3]) rmSync(`detections/${index}.yaml`)
    const apply = (...more: readonly string[]) => tripline(['apply', '--workspace', 'local', '--yes', ...more])
    expect((await tripline(['plan', '--workspace', 'local'])).stdout).toContain(
      '3 no longer in the project (--prune deletes them)',
    )
    expect(await apply()).toMatchObject({ code: 0, stdout: '1 unchanged\n' })
    expect(await apply('--prune', '--max-deletes', '2')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('3 resources would be deleted, more than --max-deletes 2'),
    })
    const markdown = await tripline([
      'plan',
      '--workspace',
      'local',
      '--prune',
      '--out',
      'plan.json',
      '--format',
      'markdown',
    ])
    expect(markdown.stdout).toContain('| 0 | 0 | 3 | 1 | 0 |')
    expect(await tripline(['apply', 'plan.json'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('pass --prune to confirm'),
    })
    const pruned = await tripline(['apply', 'plan.json', '--prune'])
    expect(pruned).toMatchObject({ code: 0, stdout: expect.stringContaining('3 applied, 1 unchanged') })
    expect(pruned.stdout).toContain('- delete rule 1 sign-in from a blocked address: applied')
  })
})

test('a project without a name cannot prune', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    expect(await tripline(['plan', '--workspace', 'local', '--prune'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('deploy.project'),
    })
  })
})

const multiline = (last: string) =>
  rule.replace(
    /\| where IPAddress.*/,
    '| where UserType != "Guest"\n  | where AppDisplayName != ""\n  | where IPAddress == address\n' +
      `  | where ResultType == "${last}"`,
  )

test('a changed query is shown as a unified diff with the lines around it', async () => {
  enterFolder({ ...sample, 'detections/blocked.yaml': multiline('0') })
  await withEmulator(async () => {
    await tripline(['apply', '--workspace', 'local', '--yes'])
    writeFileSync('detections/blocked.yaml', multiline('50126'))
    const human = (await tripline(['plan', '--workspace', 'local'])).stdout
    expect(human).toMatch(/~ update rule Sign-in from a blocked address\n {4}query:\n {6}@@ -\d+,\d+ \+\d+,\d+ @@\n/)
    const changed = human.split('\n').filter(line => /^ {6}[-+]/.test(line))
    expect(changed).toEqual(['      -| where ResultType == "0"', '      +| where ResultType == "50126"'])
    expect(human).toContain('       | where IPAddress == address\n')
    expect(human).toContain('0 to create, 1 to update, 0 unchanged; 2 writes in 5 requests')

    const markdown = (await tripline(['plan', '--workspace', 'local', '--format', 'markdown'])).stdout
    expect(markdown).toContain('| 0 | 1 | 0 | 0 | 0 |')
    expect(markdown).toContain('-| where ResultType == "0"\n')
    const { summary } = JSON.parse((await tripline(['plan', '--workspace', 'local', '--format', 'json'])).stdout)
    expect(summary).toMatchObject({ create: 0, update: 1, none: 0, conflict: 0, writes: 2, requests: 5 })
  })
})

test('a query runs in a workspace', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    const { stdout } = await tripline(['query', 'print x=1', '--workspace', 'local', '--format', 'json'])
    expect(JSON.parse(stdout)).toEqual({ columns: [{ name: 'x', type: 'long' }], rows: [[1]] })
    expect(await tripline(['query', 'print x=', '--workspace', 'local'])).toMatchObject({ code: 1, stdout: '' })
  })
})

test.each([
  ['a workspace that is not declared', ['plan', '--workspace', 'prd'], 'did you mean prod?'],
  ['the local workspace without an emulator', ['plan', '--workspace', 'local'], 'tripline emulator'],
  ['faults that do not exist', ['emulator', '--faults', 'flood:1'], '--faults flood:1: expected'],
  ['a seed that is not a whole number', ['emulator', '--seed', '0.5'], '--seed 0.5: expected'],
  ['a port beyond all ports', ['emulator', '--port', '65536'], '--port 65536: expected'],
  ['a missing plan', ['apply', 'plan.json'], 'plan.json:1:1'],
  ['a file that is not a plan', ['apply', 'tripline.yaml'], 'tripline.yaml:1:1'],
])('%s is unusable input', async (_, argv, said) => {
  enterFolder(sample)
  expect(await tripline(argv)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) })
})

test('a plan is saved before it is shown', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    const seen: boolean[] = []
    const onOutput = () => void seen.push(existsSync('plan.json'))
    await tripline(['plan', '--workspace', 'local', '--out', 'plan.json'], { onOutput })
    expect(seen).toEqual([true])
  })
})

test('a plan is for its own workspace', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    await tripline(['plan', '--workspace', 'local', '--out', 'plan.json'])
    expect(await tripline(['apply', 'plan.json', '--workspace', 'prod'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the plan is for workspace local, not prod'),
    })
    expect(await tripline(['apply', 'plan.json'], { env: { TRIPLINE_WORKSPACE: 'local' } })).toMatchObject({ code: 0 })
  })
})

test('an edited plan is refused', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    await tripline(['plan', '--workspace', 'local', '--out', 'plan.json'])
    const edited = readFileSync('plan.json', 'utf8').replace('"High"', '"Low"')
    const root = enterFolder({ ...sample, 'plan.json': edited })
    expect(await tripline(['apply', `${root}/plan.json`])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('plan-edited'),
    })
  })
})

test('the emulator fails as its options say', async () => {
  enterFolder(sample)
  const plan = ['plan', '--workspace', 'local']
  await withEmulator(
    async () =>
      expect(await tripline(plan)).toMatchObject({ code: 2, stderr: expect.stringContaining('fails by chance') }),
    '--faults',
    '500:1',
  )
  await withEmulator(async () => expect(await tripline(plan)).toMatchObject({ code: 0 }), '--rate-limits')
})

test('nothing is planned or compiled while a rule has an error', async () => {
  enterFolder({ ...sample, 'detections/blocked.yaml': rule.replace('| where IPAddress', '| where IPAdress') })
  for (const argv of [
    ['plan', '--workspace', 'local', '--out', 'out/plan.json'],
    ['compile', '--out', 'out'],
  ]) {
    expect(await tripline(argv)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('detections/blocked.yaml:17:11'),
    })
  }
  expect(existsSync('out')).toBe(false)
})

test('compile makes what a deployment takes, with a workspace’s parameters', async () => {
  enterFolder(sample)
  const arm = JSON.parse((await tripline(['compile'])).stdout)
  expect(arm.resources[0].properties.query).toContain('let address = "203.0.113.9"')
  const rest = JSON.parse((await tripline(['compile', '--target', 'rest', '--workspace', 'prod'])).stdout)
  expect(rest[0].body.properties.query).toContain('let address = "192.0.2.1"')
  expect(await tripline(['compile', 'detections', '--out', 'out'])).toMatchObject({ code: 0, stdout: '' })
  expect(readdirSync('out')).toEqual(['rules.arm.json'])
})
