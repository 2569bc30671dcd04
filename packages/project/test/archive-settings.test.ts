import { positionAt } from '@tripline/diagnostics'
import { archivedTables, loadProject } from '@tripline/project'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from './scratch-folder.ts'

const landing = 'landing: { account: stlanding }'
const vault = 'vault: { account: stvault, container: logs }'

const load = (text: string) => loadProject(scratchFolder({ 'tripline.yaml': text }))

/** What is said about an archive with these keys besides what it needs, as `line:column message`. */
async function messages(keys: string): Promise<readonly string[]> {
  const { diagnostics } = await load(`archive:\n  ${keys.replaceAll('\n', '\n  ')}\n`)
  return diagnostics.map(({ span, message }) => {
    const { line, column } = positionAt(span!.file, span!.start)
    return `${line}:${column} ${message}`
  })
}

const archived = async (keys: string) => (await load(`archive: { ${keys} }\n`)).value!.archive!

describe('archive', () => {
  it('has a default for what is not written, at the span of the whole', async () => {
    const archive = await archived(`keep: 2192d, ${landing}, ${vault}`)
    expect(archive).toMatchObject({
      keep: { value: 2192, span: { start: 17 } },
      settle: { value: 72, span: { start: 9 } },
      landing: { account: { value: 'stlanding' }, protect: { value: 30, span: { start: 9 } } },
      vault: { account: { value: 'stvault' }, container: { value: 'logs' }, tier: { value: 'Archive' } },
      tables: { named: [] },
    })
  })

  it('is absent from a project without one', async () => {
    expect((await load('{}\n')).value).not.toHaveProperty('archive')
  })

  it.each([
    ['settle: 12h', 12],
    ['settle: 3d', 72],
    ['settle: 30d', 720],
  ])('reads %s', async (key, hours) => {
    expect((await archived(`keep: 1d, ${key}, ${landing}, ${vault}`)).settle.value).toBe(hours)
  })

  /** Limits: time-based retention takes 1 to 146,000 days; data export retries for 12 hours. */
  const days = 'days: 1d to 146000d'
  const hours = 'hours or days: 12h to 30d'
  const account = 'the name of a storage account: 3 to 24 lower-case letters and digits'
  const container = 'the name of a container: 3 to 63 lower-case letters, digits and single hyphens'
  it.each([
    ['- 1', ['2:3 expected archive, got a list']],
    [`keep: 1d`, ['2:3 archive needs the key landing', '2:3 archive needs the key vault']],
    [`keep: 0d\n${landing}\n${vault}`, [`2:9 expected ${days}, got the text 0d`]],
    [`keep: 146001d\n${landing}\n${vault}`, [`2:9 expected ${days}, got the text 146001d`]],
    [`keep: 2192\n${landing}\n${vault}`, [`2:9 expected ${days}, got the number 2192`]],
    [`keep: 72h\n${landing}\n${vault}`, [`2:9 expected ${days}, got the text 72h`]],
    [`keep: 1d\nsettle: 11h\n${landing}\n${vault}`, [`3:11 expected ${hours}, got the text 11h`]],
    [`keep: 1d\nsettle: 31d\n${landing}\n${vault}`, [`3:11 expected ${hours}, got the text 31d`]],
    [`keep: 1d\nlanding: { account: st-landing }\n${vault}`, [`3:23 expected ${account}, got the text st-landing`]],
    [`keep: 1d\nlanding: { account: StLanding }\n${vault}`, [`3:23 expected ${account}, got the text StLanding`]],
    [
      `keep: 1d\n${landing}\nvault: { account: stvault, container: a--b }`,
      [`4:41 expected ${container}, got the text a--b`],
    ],
    [
      `keep: 1d\n${landing}\nvault: { account: stvault, container: logs, tier: Glacier }`,
      ['4:53 Glacier is not one of Archive, Cold, Cool, Hot'],
    ],
    [
      `keep: 1d\n${landing}\n${vault}\ntables: { Heartbeat: exports }`,
      ['5:24 exports is not one of export, query, diagnostics, none; did you mean export?'],
    ],
    [
      `keep: 1d\n${landing}\n${vault}\ntables: { Heartbeat: none, HEARTBEAT: query }`,
      ['5:30 the table HEARTBEAT already has a route'],
    ],
    [`keep: 1d\nkeeps: 2d\n${landing}\n${vault}`, ['3:3 archive has no key keeps']],
  ])('%#: refuses %j', async (keys, expected) => expect(await messages(keys)).toEqual(expected))

  it('knows the storage of a workspace, and that of the emulator without being told', async () => {
    const ids = 'subscriptionId: 00000000-0000-0000-0000-000000000000, resourceGroup: rg, workspaceName: law-prod'
    const { value } = await load(`workspaces: { prod: { ${ids}, storage: { resourceGroup: rg-archive } } }\n`)
    expect(value!.targets).toMatchObject([{ storage: { resourceGroup: { value: 'rg-archive' } } }])
    const { diagnostics } = await load(`workspaces: { local: { storage: { resourceGroup: rg } } }\n`)
    expect(diagnostics.map(({ message }) => message)).toEqual(['the local workspace has no key storage'])
  })
})

describe('archivedTables', () => {
  it('gives the tables that are named or read their routes, whatever the case of their names', async () => {
    const named = 'tables: { default: query, SIGNINLOGS: export, Syslog: none }'
    const { tables } = await archived(`keep: 1d, ${landing}, ${vault}, ${named}`)
    expect(archivedTables(tables, ['SigninLogs', 'AuditLogs'])).toMatchObject([
      { table: 'AuditLogs', route: 'query' },
      { table: 'SigninLogs', route: 'export', written: { table: { value: 'SIGNINLOGS' } } },
      { table: 'Syslog', route: 'none', written: {} },
    ])
  })

  it('exports what rules read unless the file says otherwise', () => {
    expect(archivedTables({ named: [] }, ['AuditLogs'])).toEqual([{ table: 'AuditLogs', route: 'export' }])
  })
})
