import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localCredential } from '@tripline/azure'
import { kinds } from '@tripline/deploy'
import { oneIn } from '@tripline/testkit'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { badLists } from './bad-lists.ts'
import { badOperations } from './bad-operations.ts'
import { type Call, type Ended, enterFolder, tripline } from './cli.ts'
import { type Behaviour, type HostileService, hostileService } from './hostile-service.ts'
import { canary, type Misbehaviour, misbehaviours, token } from './misbehaviours.ts'
import { rule, sample } from './sample.ts'

beforeEach(() => {
  vi.spyOn(localCredential, 'getToken').mockResolvedValue({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER })
})
afterEach(() => vi.restoreAllMocks())

/** Goes to a project whose local workspace behaves like that. */
async function facing(behave: Behaviour, files = sample): Promise<HostileService> {
  const service = await hostileService(behave)
  const endpoint = JSON.stringify({ url: service.url, ca: service.ca })
  enterFolder({ ...files, '.tripline/emulator.json': endpoint })
  return service
}

function run(argv: readonly string[], { clock }: HostileService, call: Call = {}): Promise<Ended> {
  return tripline(argv, {
    ...call,
    time: { clock: () => new Date(clock.now()), wait: clock.wait, after: clock.after },
    env: { XDG_CACHE_HOME: cache, XDG_STATE_HOME: cache },
  })
}

/** One for all runs here, so that the rules are analysed once. */
const cache = mkdtempSync(join(tmpdir(), 'tripline-cache-'))

const plan = ['plan', '--workspace', 'local', '--out', 'plan.json', '--format', 'json']
const applying = ['apply', '--workspace', 'local', '--auto-approve']
const apply = [...applying, '--format', 'json']
const query = ['query', 'print x=1', '--workspace', 'local', '--format', 'json']

/** A plan asks for one list of each kind and one of metadata; the rows are about two. */
const lists = (kinds.length + 1) / 2

/** Runs a verb into a misbehaviour, and expects one error of it and nothing else. */
async function expectError(
  argv: readonly string[],
  { behave, says, refuses, requests, seconds }: Misbehaviour,
  only?: string,
) {
  const service = await facing(turn => (only === undefined || turn.purpose === only ? behave(turn) : undefined))
  const { code, stdout, stderr } = await run(argv, service)
  expect({ code, stdout, plan: existsSync('plan.json') }, stderr).toEqual({
    code: refuses && only === 'query' ? 1 : 2,
    stdout: '',
    plan: false,
  })
  expect(stderr).toMatch(says)
  expect(stderr.match(/ error /g)).toHaveLength(1)
  expect(stderr).toMatch(/^tripline\.yaml:2:3 error /)
  expect(stderr.length).toBeLessThan(2000)
  expect(stderr).not.toContain(canary)
  expect(stderr).not.toContain('\u001b')
  if (requests !== undefined)
    expect(service.requests.length).toBeLessThanOrEqual(requests * lists + (only === 'query' ? 1 : 0))
  if (seconds !== undefined) expect((service.clock.now() - service.start) / 1000).toBeLessThanOrEqual(seconds * lists)
}

describe('a service that misbehaves from the first request on', () => {
  describe.each(oneIn(3, misbehaviours))('$name', row => {
    test('plan', () => expectError(plan, row))
    test('query, looking the workspace up', () => expectError(query, row, 'workspace'))
    test('query', () => expectError(query, row, 'query'))
  })
})

// It plans as `plan` does, so a few rows show that it reports what that reports.
test.each(oneIn(7, misbehaviours))('apply reports $name', row => expectError(apply, row))

describe('a list of rules with', () => {
  test.each(oneIn(2, badLists))('$name', row => expectError(plan, row))
})

/** A project with so many rules, up to ten. They are created one by one, in the order of their names. */
const project = (count: number): Readonly<Record<string, string>> => ({
  'tripline.yaml': `${sample['tripline.yaml']}deploy: { concurrency: 1 }\n`,
  ...Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `detections/${index}.yaml`,
      rule.replace('2f1bd6c5', `2f1bd6c${index}`).replace('Sign-in', `${index} sign-in`),
    ]),
  ),
})

describe('a service that misbehaves while a plan is applied', () => {
  const rows: readonly Pick<Misbehaviour, 'name' | 'behave' | 'says'>[] = misbehaviours.filter(({ name }) =>
    /^(429 (without|asks.*an HTTP date$)|a connection|half a body, then nothing|204|200 with \{\}|a body without end|the token, echoed|a SAS|308 to https)/.test(
      name,
    ),
  )

  test.each(rows)('$name', async ({ behave, says }) => {
    let broken = true
    const service = await facing(turn => {
      const writing = turn.purpose === 'rule' && service.requests.filter(what => what === 'PUT rule').length > 1
      return broken && writing ? behave(turn) : undefined
    }, project(3))
    const { code, stdout, stderr } = await run(apply, service)
    const steps: { readonly outcome: string; readonly error?: { readonly code: string; readonly message: string } }[] =
      JSON.parse(stdout).steps
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(steps.map(({ outcome }) => outcome)).toEqual(['applied', 'failed', 'failed'])
    expect(steps[0]).not.toHaveProperty('error')
    for (const { error } of steps.slice(1)) expect(`${error!.code}: ${error!.message}`).toMatch(says)
    expect(stdout).not.toContain(canary)

    // Later all is well, and running it again goes on where it stopped.
    broken = false
    const again = await run(apply, service)
    expect(again.code, again.stdout).toBe(0)
    expect(service.rules.size).toBe(3)
    expect(JSON.parse((await run(plan, service)).stdout).steps).toMatchObject(Array(3).fill({ action: 'none' }))
  })
})

test('a rule that was stored is applied, though every answer to its writes is lost', async () => {
  const service = await facing(({ method, response, store }) => {
    if (method !== 'PUT') return undefined
    store()
    response.socket!.destroy()
    return true
  }, project(3))
  const { code, stdout } = await run(apply, service)
  expect(code, stdout).toBe(0)
  expect(JSON.parse(stdout).steps).toMatchObject(Array(3).fill({ outcome: 'applied' }))
})

describe('a long-running operation that misbehaves', () => {
  const retention = 'retention:\n  default:\n    interactive: 90d\n    total: 2556d\n'
  const files = { ...sample, 'tripline.yaml': `${sample['tripline.yaml']}${retention}` }

  test.each(oneIn(2, badOperations))('$name', async ({ behave, says, requests, seconds }) => {
    const service = await facing(behave, files)
    const { code, stdout, stderr } = await run(apply, service)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    // The rule comes after the table, and does not suffer from it.
    expect(JSON.parse(stdout).steps).toMatchObject([
      { type: 'tables', outcome: 'failed' },
      { type: 'alertRules', outcome: 'applied' },
    ])
    const { error } = JSON.parse(stdout).steps[0]
    expect(`${error.code}: ${error.message}`).toMatch(says)
    expect(stdout).not.toContain(canary)
    expect(service.requests.filter(what => what.endsWith(' other')).length).toBeLessThanOrEqual(requests!)
    expect((service.clock.now() - service.start) / 1000).toBeLessThanOrEqual(seconds!)
  })
})

test('each step is shown as soon as it ends, and what fails with its reason', async () => {
  const service = await facing(turn => {
    // The second rule is refused, all that follow it are not.
    if (turn.method === 'PUT' && turn.purpose === 'rule' && service.rules.size === 1 && !refused) {
      refused = true
      turn.json({ error: { code: 'BadRequest', message: 'no such table' } }, 400)
    }
  }, project(3))
  let refused = false
  const stored: number[] = []
  const onOutput = (text: string) => {
    if (text.startsWith('+ create')) stored.push(service.rules.size)
  }
  const { code, stdout } = await run(applying, service, { onOutput })
  expect(code).toBe(1)
  expect(stdout).toBe(
    [
      '+ create rule 0 sign-in from a blocked address: applied',
      '+ create rule 1 sign-in from a blocked address: failed',
      '    BadRequest: no such table',
      '+ create rule 2 sign-in from a blocked address: applied',
      '2 applied, 1 failed',
      '',
    ].join('\n'),
  )
  expect(stored).toEqual([1, 1, 2])
})

test('on a terminal, the step under way is shown', async () => {
  for (const format of ['human', 'json']) {
    const service = await facing(() => undefined, project(2))
    const { stderr } = await run([...applying, '--format', format], service, { terminal: true })
    expect(stderr).toContain(`${'░'.repeat(20)} 0/2 + create rule 0 sign-in from a blocked address …`)
    expect(stderr).toContain(`${'█'.repeat(10)}${'░'.repeat(10)} 1/2 + create rule 1 sign-in from a blocked address …`)
    // The line is cleared in the end.
    expect(stderr.endsWith('\r\u001b[K')).toBe(true)
  }
})

test('a service whose certificate is not the expected one is not spoken to', async () => {
  const service = await facing(({ json }) => json({}))
  writeFileSync('.tripline/emulator.json', JSON.stringify({ url: service.url, ca: '' }))
  for (const argv of [plan, apply, query]) {
    const { code, stdout, stderr } = await run(argv, service)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/certificate/i)
  }
  expect(service.requests).toEqual([])
})

test('what a workspace holds is planned without the token that it repeats', async () => {
  const service = await facing(turn => {
    if (turn.purpose !== 'rules') return
    const properties = { displayName: 'x', description: turn.authorization, query: turn.authorization }
    turn.json({ value: [{ name: '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11', kind: 'Scheduled', properties }] })
  })
  const { code, stdout, stderr } = await run(plan, service)
  // The rule is there and was not deployed by this project: a conflict.
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  for (const output of [stdout, readFileSync('plan.json', 'utf8')]) {
    expect(output).toContain('[redacted]')
    expect(output).not.toContain(canary)
  }
})

test('once the time of a command is spent, the rest of a plan is skipped and comes next time', async () => {
  let slow = true
  const service = await facing(turn => {
    if (!slow || turn.method !== 'PUT') return
    turn.clock.pass(99_000)
    turn.json({}, 503)
  }, project(10))
  const { code, stdout } = await run(apply, service)
  expect(code).toBe(1)
  // Five sends of 99 seconds and pauses of 15 in all: the hour ends within the eighth rule.
  const steps: { readonly outcome: string; readonly error?: { readonly code: string } }[] = JSON.parse(stdout).steps
  expect(steps.map(({ outcome, error }) => error?.code ?? outcome)).toEqual([
    ...Array(7).fill('Http503'),
    'BudgetSpent',
    'skipped',
    'skipped',
  ])
  slow = false
  expect(await run(apply, service)).toMatchObject({ code: 0 })
  expect(service.rules.size).toBe(10)
})
