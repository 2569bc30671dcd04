import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AutomationRule, SecurityInsights } from '@azure/arm-securityinsight'
import { LogsQueryClient } from '@azure/monitor-query'
import { describe, expect, test } from 'vitest'
import { local, queryPath, scheduledBody, workspace } from './local-call.ts'

/** The clients that Microsoft publishes, as they are: only the endpoint, the token and the certificate are given. */
async function stock() {
  const { emulator } = await local({ pageSize: 2 })
  const options = { endpoint: emulator.url, tlsOptions: { ca: emulator.ca }, retryOptions: { maxRetries: 0 } }
  const credential = { getToken: async () => ({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }) }
  const [, , subscription] = workspace.split('/')
  const workspaceId = (await queryPath(emulator)).split('/')[3]!
  return {
    sentinel: new SecurityInsights(credential, subscription!, options),
    logs: new LogsQueryClient(credential, options),
    workspaceId,
  }
}

const at = ['local', 'local'] as const

async function all<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = []
  for await (const one of pages) found.push(one)
  return found
}

test('rules: created, listed over pages, replaced under their etag, deleted', async () => {
  const { sentinel } = await stock()
  const rule = { kind: 'Scheduled', ...scheduledBody().properties } as const
  for (const id of ['a', 'b', 'c']) await sentinel.alertRules.createOrUpdate(...at, id, { ...rule, displayName: id })
  const listed = await all(sentinel.alertRules.list(...at))
  expect(listed.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  const stored = await sentinel.alertRules.get(...at, 'a')
  expect(stored).toMatchObject({ displayName: 'a', queryPeriod: 'PT1H', severity: 'High' })
  await sentinel.alertRules.createOrUpdate(...at, 'a', { ...rule, displayName: 'a', etag: stored.etag! })
  const stale = sentinel.alertRules.createOrUpdate(...at, 'a', { ...rule, displayName: 'a', etag: stored.etag! })
  await expect(stale).rejects.toMatchObject({ statusCode: 409, code: 'Conflict' })
  await sentinel.alertRules.delete(...at, 'a')
  await expect(sentinel.alertRules.get(...at, 'a')).rejects.toMatchObject({ statusCode: 404 })
})

test('automation rules and metadata', async () => {
  const { sentinel } = await stock()
  const id = '73e01a99-5cd7-4139-a149-000000000001'
  const automationRuleToUpsert: AutomationRule = {
    displayName: 'A',
    order: 1,
    triggeringLogic: { isEnabled: true, triggersOn: 'Incidents', triggersWhen: 'Created' },
    actions: [{ order: 1, actionType: 'ModifyProperties', actionConfiguration: { severity: 'Low' } }],
  }
  await sentinel.automationRules.createOrUpdate(...at, id, { automationRuleToUpsert })
  expect((await all(sentinel.automationRules.list(...at))).map(({ displayName }) => displayName)).toEqual(['A'])
  await sentinel.automationRules.delete(...at, id)

  await sentinel.metadata.create(...at, 'm', { parentId: '/rule', kind: 'AnalyticsRule' })
  await sentinel.metadata.update(...at, 'm', { customVersion: 'one' })
  expect(await sentinel.metadata.get(...at, 'm')).toMatchObject({ parentId: '/rule', customVersion: 'one' })
  expect(await all(sentinel.metadata.list(...at, { filter: "properties/kind eq 'Parser'" }))).toEqual([])
})

test('watchlists and their items', async () => {
  const { sentinel } = await stock()
  const watchlist = {
    displayName: 'L',
    provider: 'p',
    itemsSearchKey: 'Host',
    source: 'l.csv',
    rawContent: 'Host,Owner\na,Ann\nb,Bo\nc,Cy\n',
    contentType: 'text/csv',
  }
  await sentinel.watchlists.createOrUpdate(...at, 'l', watchlist)
  const items = await all(sentinel.watchlistItems.list(...at, 'l'))
  expect(items.map(({ itemsKeyValue }) => itemsKeyValue)).toEqual([
    { Host: 'a', Owner: 'Ann' },
    { Host: 'b', Owner: 'Bo' },
    { Host: 'c', Owner: 'Cy' },
  ])
  await sentinel.watchlistItems.delete(...at, 'l', items[0]!.name!)
  expect(await all(sentinel.watchlistItems.list(...at, 'l'))).toHaveLength(2)
  await sentinel.watchlists.delete(...at, 'l')
})

test('queries, and what is wrong with them', async () => {
  const { logs, workspaceId } = await stock()
  const timespan = { duration: 'P1D' }
  const answer = await logs.queryWorkspace(workspaceId, 'print a = 1, b = datetime(2026-03-02)', timespan)
  expect(answer).toMatchObject({ status: 'Success', tables: [{ rows: [[1, new Date('2026-03-02T00:00:00Z')]] }] })
  await expect(logs.queryWorkspace(workspaceId, 'Nowhere_CL', timespan)).rejects.toMatchObject({
    statusCode: 400,
    code: 'BadArgumentError',
  })
})

/** A Python with the clients installed: the one that TRIPLINE_PYTHON names, or python3. Most machines have none. */
const interpreters = [process.env.TRIPLINE_PYTHON ?? 'python3'].filter(
  python => spawnSync(python, ['-c', 'import azure.mgmt.securityinsight, azure.monitor.query']).status === 0,
)

const script = fileURLToPath(new URL('stock-clients.py', import.meta.url))

describe.each(interpreters)('the clients for Python, in %s', python => {
  test('create, list, read, replace and delete rules, and query', { timeout: 60_000 }, async () => {
    const { emulator } = await local({ pageSize: 2 })
    const certificate = join(mkdtempSync(join(tmpdir(), 'tripline-python-')), 'ca.pem')
    writeFileSync(certificate, emulator.ca)
    const [, , subscription] = workspace.split('/')
    const workspaceId = (await queryPath(emulator)).split('/')[3]!
    const client = spawn(python, [script, emulator.url, subscription!, workspaceId], {
      env: { ...process.env, REQUESTS_CA_BUNDLE: certificate },
      timeout: 50_000,
    })
    let output = ''
    for (const stream of [client.stdout, client.stderr]) stream.on('data', chunk => (output += chunk))
    const code = await new Promise(resolve => client.on('close', resolve))
    expect([code, output]).toEqual([0, 'done\n'])
  })
})
