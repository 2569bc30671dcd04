import { type Diagnostic, nearest } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { refusalCodes } from '@tripline/kql/analysis'
import { readSource } from '@tripline/project'
import { checkPages, explanation, withoutBaseline, writeBaseline } from '@tripline/rules'
import { datetimeFromUnixMilliseconds } from '@tripline/schemas'
import { analysisCache } from '../cache/cache-location.ts'
import { type CheckReport, checkPaths } from '../check/check-paths.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openContext, openProject } from '../project/command-context.ts'
import { showPage } from '../views/check.human.ts'
import { checkViews } from '../views/check.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { showFilesJson } from '../views/schema.json.ts'
import { writeWhole } from '../write/write-whole.ts'

export async function run(args: Args<'check'>, io: Io): Promise<ExitCode> {
  const { format, explain, baseline } = args
  if (explain !== undefined) return showPageOf(explain, io)
  if (args.scaffold) return scaffoldProject(args, io)
  if (args['write-baseline'] && baseline === undefined) {
    return showDiagnostics([commandReport['option-conflict'](undefined, '--write-baseline needs --baseline FILE')], io)
  }
  const judged = await judge(args, io)
  if (args['write-baseline'] && baseline !== undefined) {
    const refused = await writeWhole(named(baseline), writeBaseline(baseline, judged.diagnostics))
    return showDiagnostics([...judged.diagnostics.filter(({ category }) => category === 'input'), ...refused], io)
  }
  const reported =
    baseline === undefined ? judged : { ...judged, diagnostics: await unknownTo(baseline, judged.diagnostics) }
  checkViews[format](reported, io)
  return exitCodeOf(reported.diagnostics)
}

/** Writes what the project lacks, instead of reporting it. */
async function scaffoldProject({ paths = [], project, format, ...args }: Args<'check'>, io: Io): Promise<ExitCode> {
  const conflict =
    format === 'sarif' || format === 'github'
      ? `--format ${format}`
      : args.baseline !== undefined
        ? '--baseline'
        : undefined
  if (conflict) {
    return showDiagnostics(
      [commandReport['option-conflict'](undefined, `--scaffold has no findings for ${conflict}`)],
      io,
    )
  }
  const { value: context, diagnostics } = await openProject({ folder: project, near: paths[0] })
  if (!context) return showDiagnostics(diagnostics, io)
  const { scaffold } = await import('../check/scaffold.ts')
  const { value: files = [], diagnostics: refused } = await scaffold(paths, context)
  if (format === 'json') showFilesJson(files, io)
  else showFiles(files, io)
  return showDiagnostics(refused, io)
}

/** The findings that are not in a baseline, or why it cannot be read. */
async function unknownTo(path: string, diagnostics: readonly Diagnostic[]): Promise<readonly Diagnostic[]> {
  const { value: file, diagnostics: unread } = await readSource(named(path))
  const fresh = file && withoutBaseline(file, diagnostics)
  return fresh?.value ?? [...diagnostics, ...unread, ...(fresh?.diagnostics ?? [])]
}

/** Why a project cannot be read is reported in the requested format, too. */
async function judge({ paths = [], project, ...args }: Args<'check'>, io: Io): Promise<CheckReport> {
  const { value: context, diagnostics } = await openContext({ folder: project, near: paths[0] })
  const nowhere = context && !context.project && paths.length === 0
  if (!context || nowhere) {
    const missing = commandReport['project-missing'](undefined, 'the current folder')
    return { rules: 0, tests: 0, functions: 0, automationRules: 0, diagnostics: nowhere ? [missing] : diagnostics }
  }
  const now = datetimeFromUnixMilliseconds(io.clock().getTime())
  const judged = await checkPaths(paths, context, {
    now,
    changedSince: args['changed-since'],
    cache: analysisCache(io),
  })
  return { ...judged, diagnostics: [...diagnostics, ...judged.diagnostics] }
}

function showPageOf(id: string, io: Io): ExitCode {
  const page = explanation(id)
  if (page === undefined) {
    const ids = [...checkPages(), ...Object.keys(refusalCodes)]
    return showDiagnostics([commandReport['page-missing'](undefined, id, nearest(id, ids))], io)
  }
  showPage(page, io)
  return exitCodes.ok
}
