import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readColumns, readTimeout } from '../command-line/option-values.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import type { QuerySettings } from '../query/query-text.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'

type QueryArgs = Args<'query'>

interface Mode {
  /** How a message names the mode. */
  readonly name: string
  /** Arguments that make no sense in it. */
  readonly excluded: readonly (keyof QueryArgs)[]
  readonly load: () => Promise<{ run(args: QueryArgs, settings: QuerySettings, io: Io): Promise<ExitCode> }>
}

const modes = {
  show: {
    name: '--show',
    excluded: ['batch', 'data', 'at', 'workspace', 'engine', 'columns', 'root', 'verbose'],
    load: () => import('../query/show.ts'),
  },
  batch: {
    name: '--batch',
    excluded: ['text', 'file', 'data', 'at', 'workspace', 'engine', 'columns', 'verbose'],
    load: () => import('../query/batch.ts'),
  },
  workspace: {
    name: '--workspace',
    excluded: ['data', 'at', 'engine', 'root', 'verbose'],
    load: () => import('../query/remote.ts'),
  },
  engine: {
    name: '--engine',
    excluded: ['data', 'root', 'verbose'],
    load: () => import('../query/elsewhere.ts'),
  },
  recorded: { name: 'recorded logs', excluded: ['root'], load: () => import('../query/recorded.ts') },
} as const satisfies Record<string, Mode>

function modeOf({ show, batch, workspace, engine = 'embedded' }: QueryArgs): keyof typeof modes {
  if (show !== undefined) return 'show'
  if (batch) return 'batch'
  if (workspace !== undefined) return 'workspace'
  return engine === 'embedded' ? 'recorded' : 'engine'
}

export async function run(args: QueryArgs, io: Io): Promise<ExitCode> {
  const { name, excluded, load }: Mode = modes[modeOf(args)]
  const misused = excluded.find(option => args[option] !== undefined && args[option] !== false)
  if (misused) {
    const argument = misused === 'text' ? 'a query' : `--${misused}`
    return showDiagnostics([commandReport['option-conflict'](undefined, `${argument} cannot be used with ${name}`)], io)
  }
  const timeout = readTimeout(args.timeout)
  const columns = args.columns === undefined ? undefined : readColumns(args.columns)
  const misread = [timeout, columns].flatMap(read => read?.diagnostics ?? [])
  if (timeout.value === undefined || misread.length > 0) return showDiagnostics(misread, io)
  const { run: runMode } = await load()
  return runMode(args, { timeout: timeout.value, columns: columns?.value }, io)
}
