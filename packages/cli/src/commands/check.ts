import { nearest } from '@tripline/diagnostics'
import { checks, pageOf } from '@tripline/rules'
import { type CheckReport, checkPaths } from '../check-paths.ts'
import { report } from '../diagnostics.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import type { Args } from '../grammar.ts'
import type { Io } from '../io.ts'
import { showPage } from '../views/check.human.ts'
import { checkViews } from '../views/check.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { openWorkplace } from '../workplace.ts'

export async function run({ paths = [], project, format, explain }: Args<'check'>, io: Io): Promise<ExitCode> {
  if (explain !== undefined) return showPageOf(explain, io)
  const judged = await judge(paths, project)
  checkViews[format](judged, io)
  return exitCodeOf(judged.diagnostics)
}

/** Also what keeps a project from being read is a finding to report, in the format that was asked for. */
async function judge(paths: readonly string[], folder: string | undefined): Promise<CheckReport> {
  const { value: place, diagnostics } = await openWorkplace({ folder, near: paths[0] })
  const nowhere = place && !place.project && paths.length === 0
  if (!place || nowhere) {
    const missing = report['project-missing'](undefined, 'the current folder')
    return { rules: 0, tests: 0, diagnostics: nowhere ? [missing] : diagnostics }
  }
  const judged = await checkPaths(paths, place)
  return { ...judged, diagnostics: [...diagnostics, ...judged.diagnostics] }
}

function showPageOf(id: string, io: Io): ExitCode {
  const page = pageOf(id)
  if (page === undefined) {
    const ids = checks.map(check => check.id)
    return showDiagnostics([report['page-missing'](undefined, id, nearest(id, ids))], io)
  }
  showPage(page, io)
  return exitCodes.ok
}
