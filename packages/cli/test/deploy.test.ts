import { existsSync, readdirSync, readFileSync } from 'node:fs'
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

test('apply asks for approval unless --auto-approve is passed', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    expect(await tripline(['apply', '--workspace', 'local'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--auto-approve'),
    })
    const applied = await tripline(['apply', '--workspace', 'local', '--auto-approve', '--format', 'json'])
    expect(applied.code).toBe(0)
    expect(JSON.parse(applied.stdout).steps).toMatchObject([{ action: 'create', outcome: 'applied' }])
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
