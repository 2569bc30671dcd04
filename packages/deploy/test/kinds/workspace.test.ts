import { describe, expect, it } from 'vitest'
import { applyPlan, type DesiredProject, desiredState, noChoices, planDeploy, readActual } from '../../src/index.ts'
import { noProject } from '../desired-resources.ts'
import { type Emulated, emulated } from '../emulated-workspace.ts'

const at = <T>(value: T) => ({ value, span: { file: { path: 'tripline.yaml', text: '' }, start: 0, end: 0 } })

const table = (name: string, days: number) => ({ table: at(name), interactive: at(days) })

async function planFor({ workspace }: Emulated, project: Partial<DesiredProject>) {
  const state = desiredState({ ...noProject, ...project })
  const actual = await readActual(workspace, state)
  if (!actual.ok) throw new Error(actual.error.message)
  return planDeploy({ name: 'local', resource: workspace.resource }, state, actual.value, noChoices)
}

async function deploy(emulator: Emulated, project: Partial<DesiredProject>) {
  const { results } = await applyPlan(await planFor(emulator, project), emulator.workspace)
  return results.map(({ outcome, step, error }) => [outcome, step.action, step.name, error?.message].join(' ').trim())
}

async function retentionOf({ workspace }: Emulated, name: string) {
  const stored = await workspace.tables.get(name)
  if (!stored.ok) throw new Error(stored.error.message)
  const { retentionInDays, retentionInDaysAsDefault } = stored.value.properties
  return [retentionInDays, retentionInDaysAsDefault]
}

describe('the retention of a workspace', () => {
  it('is set before that of its tables, and is then as it should be', async () => {
    const emulator = await emulated()
    const retention = { workspace: at(90), default: {}, tables: [table('SigninLogs', 180)] }
    expect(await deploy(emulator, { retention })).toEqual(['applied update local', 'applied update SigninLogs'])
    expect(await retentionOf(emulator, 'AuditLogs')).toEqual([90, true])
    expect(await deploy(emulator, { retention })).toEqual(['unchanged none local', 'unchanged none SigninLogs'])
  })

  // 30 days are the default of the workspace; a table that inherits them moves with it.
  it('does not move a table that is to keep rows as long as the workspace happens to', async () => {
    const emulator = await emulated()
    const retention = { default: {}, tables: [table('SigninLogs', 30)] }
    expect(await retentionOf(emulator, 'SigninLogs')).toEqual([30, true])
    expect((await planFor(emulator, { retention })).steps).toMatchObject([
      { action: 'update', changes: [{ path: 'retentionInDays', from: null, to: 30 }] },
    ])
    await deploy(emulator, { retention })
    await deploy(emulator, { retention: { ...retention, workspace: at(365) } })
    expect(await retentionOf(emulator, 'SigninLogs')).toEqual([30, false])
    expect(await deploy(emulator, { retention })).toEqual(['unchanged none SigninLogs'])
  })

  it('warns before data of other tables is lost', async () => {
    const emulator = await emulated()
    await deploy(emulator, { retention: { workspace: at(365), default: {}, tables: [] } })
    const { steps } = await planFor(emulator, { retention: { workspace: at(364), default: {}, tables: [] } })
    expect(steps[0]!.warnings).toEqual([
      expect.stringContaining('no longer see data older than 364 days in tables that have no retention of their own'),
    ])
  })
})

describe('a custom table', () => {
  const door = (columns: Readonly<Record<string, string>>) => ({
    tables: [
      {
        name: 'Door_CL',
        columns: Object.entries({
          TimeGenerated: 'datetime',
          ...columns,
          TenantId: 'string',
          _ResourceId: 'string',
        }).map(([name, type]) => ({ name, type })),
      },
    ] as unknown as DesiredProject['tables'],
  })

  async function columnsOf({ workspace }: Emulated) {
    const stored = await workspace.tables.get('Door_CL')
    if (!stored.ok) throw new Error(stored.error.message)
    const { columns } = stored.value.properties.schema as { columns: readonly Record<'name' | 'type', string>[] }
    return columns.map(({ name, type }) => `${name}: ${type}`)
  }

  it('is created with its columns and its retention', async () => {
    const emulator = await emulated({ operationSeconds: 30 })
    const retention = { default: {}, tables: [{ ...table('door_CL', 90), plan: at('Analytics' as const) }] }
    const project = { ...door({ Badge: 'long', Open: 'bool', Details: 'dynamic' }), retention }
    expect(await deploy(emulator, project)).toEqual(['applied create Door_CL'])
    expect(await columnsOf(emulator)).toEqual([
      'TimeGenerated: dateTime',
      'Badge: long',
      'Open: boolean',
      'Details: dynamic',
    ])
    expect(await retentionOf(emulator, 'Door_CL')).toEqual([90, false])
    expect(await deploy(emulator, project)).toEqual(['unchanged none Door_CL'])
  })

  it('gets the columns that it lacks, and keeps those that the project does not have', async () => {
    const emulator = await emulated()
    await deploy(emulator, door({ Badge: 'long' }))
    const more = door({ Level: 'int' })
    expect((await planFor(emulator, more)).steps).toMatchObject([
      { action: 'update', changes: [{ path: 'columns.Level', from: null, to: 'int' }] },
    ])
    expect(await deploy(emulator, more)).toEqual(['applied update Door_CL'])
    expect(await columnsOf(emulator)).toEqual(['TimeGenerated: dateTime', 'Badge: long', 'Level: int'])
    expect(await deploy(emulator, more)).toEqual(['unchanged none Door_CL'])
  })

  it('whose column has another type is a conflict, as is a type that such tables do not have', async () => {
    const emulator = await emulated()
    await deploy(emulator, door({ Badge: 'long' }))
    expect((await planFor(emulator, door({ Badge: 'string' }))).steps).toMatchObject([
      {
        action: 'conflict',
        reason: 'the type of a column cannot be changed: Badge is of the type long, and string in the project',
      },
    ])
    expect((await planFor(emulator, door({ Lasted: 'timespan' }))).steps).toMatchObject([
      { action: 'conflict', reason: 'a custom table cannot have a column of the type timespan, as Lasted is' },
    ])
  })

  it('is the only kind of table that is created or gets columns: the others are Microsoft’s', async () => {
    const emulator = await emulated()
    const signins = { name: 'SigninLogs', columns: [{ name: 'Extra', type: 'string' as const }] }
    expect((await planFor(emulator, { tables: [signins] })).steps).toEqual([])
  })
})
