import { lastSettledDay, type VerifyOptions, verifyVault } from '@tripline/archive'
import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import { archiveStores, vaultPolicy } from '../archive/archive-stores.ts'
import { archivedByRun } from '../archive/archived-by-run.ts'
import { openArchive } from '../archive/open-archive.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readDay, readSample } from '../command-line/option-values.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showVerification } from '../views/archive-verify.human.ts'
import { showVerificationJson } from '../views/archive-verify.json.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'

const views = { human: showVerification, json: showVerificationJson }

export async function run(args: Args<'archive verify'>, io: Io): Promise<ExitCode> {
  const asked = readAsked(args, io)
  if (!asked.value) return showDiagnostics(asked.diagnostics, io)
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const opened = await openArchive(args.workspace, context, io)
  if (!opened.value) return showDiagnostics(opened.diagnostics, io)
  const { settings, tables, client } = opened.value
  const stores = archiveStores(opened.value, context.root, io)
  if (!stores.value) return showDiagnostics(stores.diagnostics, io)
  const { vault, landing } = stores.value
  const answer = await verifyVault(vault, landing, {
    ...asked.value,
    to: asked.value.to ?? lastSettledDay(io.clock().getTime(), settings.settle.value),
    tables: archivedByRun(tables, context).map(({ table }) => table),
    keep: settings.keep.value,
    policy: await vaultPolicy(client, vault.name),
  })
  if (!answer.ok) {
    const { code, message } = answer.error
    return showDiagnostics([commandReport['remote-unusable'](undefined, vault.name, code, message)], io)
  }
  views[args.format](answer.value, { workspace: args.workspace, vault: vault.name }, io)
  return showDiagnostics([...diagnostics, ...opened.diagnostics, ...answer.value.findings], io)
}

type Asked = Pick<VerifyOptions, 'from' | 'deep' | 'sample'> & { readonly to?: string }

/** What the options ask for; the seed of a sample is the day of the command. */
function readAsked({ from, to, deep, sample }: Args<'archive verify'>, io: Io): Diagnosed<Asked> {
  const diagnostics: Diagnostic[] = []
  const day = (option: string, value: string | undefined) => {
    const read = value === undefined ? undefined : readDay(option, value)
    diagnostics.push(...(read?.diagnostics ?? []))
    return read?.value
  }
  const days = { from: day('--from', from), to: day('--to', to), deep: day('--deep', deep) }
  const size = sample === undefined ? undefined : readSample(sample)
  diagnostics.push(...(size?.diagnostics ?? []))
  if (days.from !== undefined && days.to !== undefined && days.from > days.to) {
    diagnostics.push(commandReport['option-conflict'](undefined, '--from is later than --to'))
  }
  if (diagnostics.length > 0) return { diagnostics }
  const seed = io.clock().toISOString().slice(0, 10)
  const { to: last, ...others } = days
  return {
    value: {
      ...others,
      ...(last !== undefined && { to: last }),
      ...(size?.value !== undefined && { sample: { size: size.value, seed } }),
    },
    diagnostics,
  }
}
