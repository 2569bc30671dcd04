import { readPolicy, sweepLanding } from '@tripline/archive'
import { type ArmError, answered } from '@tripline/azure/answer'
import { archiveStores } from '../archive/archive-stores.ts'
import { archivedByRun } from '../archive/archived-by-run.ts'
import { openArchive } from '../archive/open-archive.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showSweep } from '../views/archive-sweep.human.ts'
import { showSweepJson } from '../views/archive-sweep.json.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'

const views = { human: showSweep, json: showSweepJson }

export async function run({ project, workspace, yes, format }: Args<'archive sweep'>, io: Io): Promise<ExitCode> {
  const { value: context, diagnostics } = await openProject({ folder: project })
  if (!context) return showDiagnostics(diagnostics, io)
  const opened = await openArchive(workspace, context, io)
  if (!opened.value) return showDiagnostics(opened.diagnostics, io)
  const { settings, tables, client } = opened.value
  const stores = archiveStores(opened.value, context.root, io)
  if (!stores.value) return showDiagnostics(stores.diagnostics, io)
  const { vault } = stores.value
  const protectedDays = async (container: string) => {
    const policy = await readPolicy(client, `${settings.landing.account.value}/${container}`)
    return policy.ok ? answered(policy.value?.days ?? 0) : policy
  }
  const unusable = ({ code, message }: ArmError) =>
    showDiagnostics([commandReport['remote-unusable'](undefined, vault.name, code, message)], io)
  const policy = await readPolicy(client, vault.name)
  if (!policy.ok) return unusable(policy.error)
  const now = () => io.clock().getTime()
  const answer = await sweepLanding(
    { ...stores.value, workspace: client.resource, protectedDays, now },
    {
      tables: archivedByRun(tables, context)
        .filter(({ route }) => route === 'export')
        .map(({ table }) => table),
      keep: settings.keep.value,
      policy: policy.value ?? 'none',
      deletes: yes === true,
    },
  )
  if (!answer.ok) return unusable(answer.error)
  views[format]({ ...answer.value, workspace, isDeleted: yes === true }, io)
  return showDiagnostics([...diagnostics, ...opened.diagnostics, ...answer.value.findings], io)
}
