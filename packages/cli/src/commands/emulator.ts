import { isError } from '@tripline/diagnostics'
import { localWorkspace, parseFaults, startEmulator } from '@tripline/emulator'
import { stateFolder } from '@tripline/emulator/endpoint'
import { named } from '@tripline/files'
import type { Project } from '@tripline/project'
import { isCustomTable, loadCatalogue } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readPort, readSeed } from '../command-line/option-values.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { type CommandContext, openContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showListening } from '../views/emulator.human.ts'

/** What a workspace has before anything is deployed: neither functions, watchlists nor custom tables of the project. */
const emptyWorld = ({ world, project }: CommandContext) => ({
  catalogue: loadCatalogue().with((project?.tables ?? []).filter(table => !isCustomTable(table))),
  recorded: world.catalogue.under('workspace'),
  externalData: world.externalData,
})

const faultList = 'faults such as 429:0.1,500:0.05,drop:0.02,dropAfter:0.02,404read:0.05,etag:0.02'

export async function run(args: Args<'emulator'>, io: Io): Promise<ExitCode> {
  const { port, data, project, seed, faults: text } = args
  const faults = text === undefined ? {} : parseFaults(text)
  if (!faults) return showDiagnostics([commandReport['option-value'](undefined, '--faults', text!, faultList)], io)
  const misread = [...readPort(port).diagnostics, ...readSeed(seed).diagnostics]
  if (misread.length > 0) return showDiagnostics(misread, io)
  const { value: context, diagnostics } = await openContext({ folder: project })
  if (!context || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  const interrupted = io.interrupted()
  const own = context.project?.targets.filter(({ kind }) => kind === 'local') ?? []
  const emulator = await startEmulator({
    ...emptyWorld(context),
    workspaces: [...new Set(['local', ...own.map(({ name }) => name.value)])].map(localWorkspace),
    storageAccounts: accountsOf(context.project),
    clock: io.clock,
    port,
    faults,
    seed,
    rateLimits: args['rate-limits'],
    stateDir: stateFolder(context.root),
    ...(data !== undefined && { dataDir: named(data) }),
  })
  const shown = showDiagnostics([...diagnostics, ...emulator.diagnostics], io)
  if (!emulator.value) return shown
  showListening(emulator.value.url, io)
  await interrupted
  await emulator.value.close()
  return exitCodes.ok
}

/** The storage accounts of the project's archive. */
const accountsOf = (project: Project | undefined): readonly string[] =>
  project?.archive ? [project.archive.landing.account.value, project.archive.vault.account.value] : []
