import type { WorkspaceClient } from '@tripline/azure'
import { describe, expect, it } from 'vitest'
import { applyPlan, type DeployPlan, readPlans, writePlans } from '../../src/index.ts'
import { accounts, archive, archiveWorld, exported, planArchive } from './archive-world.ts'

const lines = ({ steps }: DeployPlan) => steps.map(({ action, type, id }) => `${action} ${type} ${id}`)

async function applied(workspace: WorkspaceClient, plan: DeployPlan): Promise<readonly string[]> {
  const { results } = await applyPlan(plan, workspace)
  return results.map(({ step, outcome }) => `${outcome} ${step.type} ${step.id}`)
}

const policyOf = async (workspace: WorkspaceClient, id: string) => {
  const answer = await workspace.immutabilityPolicies.get(id)
  return answer.ok ? answer.value.properties : answer.error.code
}

describe('an archive', () => {
  it('is made in the order in which its parts need each other, and then planned as none', async () => {
    const { workspace } = await archiveWorld()
    const plan = await planArchive(workspace)
    const made = [
      'create blobContainers stlanding/am-auditlogs',
      'create blobContainers stlanding/am-signinlogs',
      'create blobContainers stvault/logs',
      'create immutabilityPolicies stlanding/am-auditlogs',
      'create immutabilityPolicies stlanding/am-signinlogs',
      'create immutabilityPolicies stvault/logs',
      'create dataExports tripline-archive',
    ]
    const looked = ['none storageAccounts stlanding', 'none storageAccounts stvault']
    expect(lines(plan)).toEqual([...made, ...looked])
    expect(await applied(workspace, plan)).toEqual(
      [...made, ...looked].map(line => line.replace('create', 'applied').replace('none', 'unchanged')),
    )
    expect(await policyOf(workspace, 'stvault/logs')).toEqual({
      immutabilityPeriodSinceCreationInDays: 2192,
      state: 'Unlocked',
    })
    // Without appends the export would be cut off.
    expect(await policyOf(workspace, 'stlanding/am-signinlogs')).toEqual({
      immutabilityPeriodSinceCreationInDays: 30,
      state: 'Unlocked',
      allowProtectedAppendWrites: true,
    })
    expect(await workspace.dataExports.get('tripline-archive')).toMatchObject({
      value: {
        properties: {
          tableNames: ['SigninLogs', 'AuditLogs'],
          destination: { resourceId: `${accounts}/stlanding` },
          enable: true,
        },
      },
    })
    expect(new Set((await planArchive(workspace)).steps.map(({ action }) => action))).toEqual(new Set(['none']))
  })

  it('reads one by one what it wants, and the list of exports: no metadata, no list of tables', async () => {
    const { workspace, exchanges } = await archiveWorld()
    await planArchive(workspace, archive(), exported('SigninLogs'))
    const paths = exchanges.map(({ method, url }) => `${method} ${url.split('?')[0]!.split('/').slice(8).join('/')}`)
    expect(paths.sort()).toEqual([
      'GET local',
      'GET local/dataExports',
      'GET local/tables/SigninLogs',
      'GET stlanding',
      'GET stlanding/blobServices/default/containers/am-signinlogs',
      'GET stlanding/blobServices/default/containers/am-signinlogs/immutabilityPolicies/default',
      'GET stvault',
      'GET stvault/blobServices/default/containers/logs',
      'GET stvault/blobServices/default/containers/logs/immutabilityPolicies/default',
    ])
  })

  it('spells tables as the workspace does', async () => {
    const { workspace } = await archiveWorld()
    const { steps } = await planArchive(workspace, archive(), exported('signinlogs'))
    expect(steps.find(({ type }) => type === 'dataExports')).toMatchObject({
      write: { body: { properties: { tableNames: ['SigninLogs'] } } },
    })
  })

  it('without exports needs no landing', async () => {
    const { workspace } = await archiveWorld()
    const plan = await planArchive(workspace, archive(), [{ table: 'AzureDiagnostics', route: 'query' }])
    expect(lines(plan)).toEqual([
      'create blobContainers stvault/logs',
      'create immutabilityPolicies stvault/logs',
      'none storageAccounts stvault',
    ])
  })

  it('whose account is missing touches nothing that depends on it', async () => {
    const { workspace } = await archiveWorld({ storageAccounts: ['stvault'] })
    const plan = await planArchive(workspace, archive(), exported('SigninLogs'))
    expect(plan.steps.at(-1)).toMatchObject({ action: 'conflict', type: 'storageAccounts', id: 'stlanding' })
    expect(await applied(workspace, plan)).toEqual([
      'skipped blobContainers stlanding/am-signinlogs',
      'applied blobContainers stvault/logs',
      'skipped immutabilityPolicies stlanding/am-signinlogs',
      'applied immutabilityPolicies stvault/logs',
      'skipped dataExports tripline-archive',
      'unchanged storageAccounts stvault',
      'refused storageAccounts stlanding',
    ])
  })

  it('is applied from a saved plan', async () => {
    const { workspace } = await archiveWorld()
    const text = writePlans([await planArchive(workspace)])
    const { value } = readPlans({ path: 'plan.json', text })
    await applied(workspace, value![0]!)
    expect((await applied(workspace, value![0]!)).every(line => line.startsWith('unchanged'))).toBe(true)
  })
})

describe('the data export', () => {
  it('is written as a whole when one table comes and another goes; those of others stay as they are', async () => {
    const { workspace } = await archiveWorld({ storageAccounts: ['stlanding', 'stvault', 'stother'] })
    const foreign = {
      properties: { tableNames: ['AuditLogs'], destination: { resourceId: `${accounts}/stother` }, enable: true },
    }
    await workspace.dataExports.put('of-others', foreign)
    const before = JSON.stringify(await workspace.dataExports.get('of-others'))
    await applied(workspace, await planArchive(workspace))
    const plan = await planArchive(workspace, archive(), exported('SecurityEvent', 'AuditLogs'))
    expect(plan.steps.find(({ type }) => type === 'dataExports')).toMatchObject({
      action: 'update',
      changes: [{ path: 'tableNames', from: ['SigninLogs', 'AuditLogs'], to: ['SecurityEvent', 'AuditLogs'] }],
      warnings: [
        'SecurityEvent is supported in part: rows from internal services do not arrive',
        'the data export of-others delivers auditlogs as well, which is charged twice',
        'no longer exported: signinlogs',
      ],
    })
    await applied(workspace, plan)
    expect(await workspace.dataExports.get('tripline-archive')).toMatchObject({
      value: { properties: { tableNames: ['SecurityEvent', 'AuditLogs'], destination: {} } },
    })
    expect(JSON.stringify(await workspace.dataExports.get('of-others'))).toBe(before)
  })

  it('that changed after the plan was made is not written', async () => {
    const { workspace } = await archiveWorld()
    await applied(workspace, await planArchive(workspace, archive(), exported('SigninLogs')))
    const plan = await planArchive(workspace)
    const own = await workspace.dataExports.get('tripline-archive')
    if (!own.ok) throw new Error(own.error.message)
    await workspace.dataExports.put('tripline-archive', { properties: { ...own.value.properties, enable: false } })
    expect(await applied(workspace, plan)).toContain('refused dataExports tripline-archive')
  })

  it('is no other than the only one of its account', async () => {
    const { workspace } = await archiveWorld()
    const destination = { resourceId: `${accounts}/STLANDING`.replace('STLANDING', 'stlanding') }
    await workspace.dataExports.put('of-others', { properties: { tableNames: ['AuditLogs'], destination } })
    const plan = await planArchive(workspace)
    expect(plan.steps.at(-1)).toMatchObject({
      action: 'conflict',
      reason: 'the data export of-others has the same destination; a storage account takes one',
    })
  })

  it('is the eleventh at most if another is disabled', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `stother${index}`)
    const { workspace } = await archiveWorld({ storageAccounts: ['stlanding', 'stvault', ...names] })
    for (const name of names) {
      const properties = { tableNames: ['AuditLogs'], destination: { resourceId: `${accounts}/${name}` } }
      await workspace.dataExports.put(name, { properties })
    }
    const plan = async () => (await planArchive(workspace)).steps.find(({ type }) => type === 'dataExports')!
    expect(await plan()).toMatchObject({
      action: 'conflict',
      reason: 'a workspace allows 10 enabled data exports; this would be number 11',
    })
    const destination = { resourceId: `${accounts}/stother0` }
    await workspace.dataExports.put('stother0', {
      properties: { tableNames: ['AuditLogs'], destination, enable: false },
    })
    expect(await plan()).toMatchObject({ action: 'create' })
  })

  it('warns of tables that are accepted and never arrive, and refuses those that do not exist', async () => {
    const { workspace } = await archiveWorld()
    const unsupported = await planArchive(workspace, archive(), exported('AzureDiagnostics'))
    expect(unsupported.steps.find(({ type }) => type === 'dataExports')).toMatchObject({
      action: 'create',
      warnings: ['AzureDiagnostics is not supported: it is accepted, and no row of it arrives'],
    })
    const missing = await planArchive(workspace, archive(), exported('SigninLogs', 'Missing_CL'))
    expect(missing.steps.find(({ type }) => type === 'dataExports')).toMatchObject({
      action: 'conflict',
      reason: 'the workspace has no table Missing_CL; connect its source, or give it the route none',
    })
  })
})

describe('an immutability policy', () => {
  const vault = 'stvault/logs'
  const stepOf = async (workspace: WorkspaceClient, keys: Parameters<typeof archive>[0], id = vault) =>
    (await planArchive(workspace, archive(keys), exported('SigninLogs'))).steps.find(
      step => step.type === 'immutabilityPolicies' && step.id === id,
    )!
  const lock = async (workspace: WorkspaceClient, id: string) => {
    const policy = await workspace.immutabilityPolicies.get(id)
    if (policy.ok) await workspace.immutabilityPolicies.lock(id, policy.value.etag!)
  }

  it('that is not locked is replaced on the condition of its etag, with a warning when days are lost', async () => {
    const { workspace } = await archiveWorld()
    await applied(workspace, await planArchive(workspace))
    expect(await stepOf(workspace, { keep: 2557 })).toMatchObject({ action: 'update', warnings: [] })
    expect(await stepOf(workspace, { keep: 365 })).toMatchObject({
      action: 'update',
      warnings: ['blobs can be deleted after 365 days instead of 2192'],
    })
    await applied(workspace, await planArchive(workspace, archive({ keep: 2557 })))
    expect(await policyOf(workspace, vault)).toMatchObject({ immutabilityPeriodSinceCreationInDays: 2557 })
    const stale = await workspace.immutabilityPolicies.put(vault, {
      etag: '"old"',
      properties: { immutabilityPeriodSinceCreationInDays: 1 },
    })
    expect(stale).toMatchObject({ ok: false, error: { status: 412 } })
  })

  it('that is locked is never written', async () => {
    const { workspace } = await archiveWorld()
    await applied(workspace, await planArchive(workspace))
    await lock(workspace, vault)
    expect(await stepOf(workspace, {})).toMatchObject({ action: 'none' })
    expect(await stepOf(workspace, { keep: 365 })).toMatchObject({
      action: 'conflict',
      reason: 'it is locked for 2192 days, which cannot become fewer',
    })
    expect(await stepOf(workspace, { keep: 2557 })).toMatchObject({
      action: 'conflict',
      reason: 'it is locked for 2192 days; archive lock extends it to 2557',
    })
  })

  it('that is locked without appends cuts an export off', async () => {
    const { workspace } = await archiveWorld()
    const landing = 'stlanding/am-signinlogs'
    await workspace.blobContainers.put(landing, { properties: {} })
    await workspace.immutabilityPolicies.put(landing, { properties: { immutabilityPeriodSinceCreationInDays: 30 } })
    expect(await stepOf(workspace, {}, landing)).toMatchObject({
      action: 'update',
      changes: [{ path: 'allowProtectedAppendWrites', from: false, to: true }],
    })
    await lock(workspace, landing)
    expect(await stepOf(workspace, {}, landing)).toMatchObject({
      action: 'conflict',
      reason: 'it is locked, and whether blobs can be appended to cannot be changed any more',
    })
  })
})
