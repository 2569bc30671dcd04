import { limits } from '@tripline/azure'
import { kinds } from '@tripline/deploy'
import type { Diagnosed } from '@tripline/diagnostics'
import type { Evidence, Gap } from '@tripline/evidence'
import { archivedTables } from '@tripline/project'
import { analysisCache } from '../cache/cache-location.ts'
import { commandReport } from '../command-line/command-report.ts'
import { version } from '../command-line/plain-request.ts'
import { connectTarget } from '../deploy/connect-target.ts'
import { desiredFor } from '../deploy/desired-for.ts'
import { fileVersions } from '../git/file-versions.ts'
import type { Io } from '../process/io.ts'
import { findTarget, type ProjectContext } from '../project/command-context.ts'
import { soundRules, tablesRead } from '../project/sound-rules.ts'
import { collectArchive, type Period } from './collect-archive.ts'
import { readHealth } from './read-health.ts'
import { readJournals } from './read-journals.ts'
import { readingLog, readState } from './read-state.ts'
import { replayProject } from './replay-project.ts'
import { retainedTables } from './retained-tables.ts'
import { rulesInForce } from './rules-in-force.ts'

/**
 * Reads a workspace and its archive, compares the workspace with the project, and replays the project's tests. What cannot be read
 * is a gap, unless nothing can.
 */
export async function collectEvidence(period: Period, context: ProjectContext, io: Io): Promise<Diagnosed<Evidence>> {
  const { project, root } = context
  const { workspace, from, to } = period
  const target = findTarget(project, workspace)
  if (!target.value) return { diagnostics: target.diagnostics }
  const sound = await soundRules([], context, analysisCache(io))
  if (!sound.value) return { diagnostics: sound.diagnostics }
  const desired = desiredFor(target.value, sound.value, context)
  if (!desired.value) return { diagnostics: desired.diagnostics }
  const log = readingLog()
  const opened = connectTarget(target.value, root, io, limits.command, log.record)
  const client = opened.value
  if (!client) return { diagnostics: opened.diagnostics }

  const state = await readState(client, desired.value, kinds, log)
  if (state.failure) {
    const { code, message } = state.failure
    return { diagnostics: [commandReport['remote-unusable'](target.value.name.span, workspace, code, message)] }
  }
  const read = tablesRead(sound.value, target.value, project)
  const archived = project.archive ? archivedTables(project.archive.tables, read) : []
  const archive = await collectArchive({ target: target.value, tables: archived, client, log }, period, context, io)
  const health = await readHealth(client.queries, period)
  const journals = readJournals(root, workspace)
  const tests = await replayProject(context, io)
  const versions = await fileVersions(root)
  const uncommitted: Gap = { what: 'commits', reason: 'the project is not in a Git repository', isFailure: false }
  const evidence: Evidence = {
    subject: {
      tool: `tripline ${version()}`,
      workspace,
      resource: client.resource,
      from,
      to,
      at: io.clock().toISOString(),
    },
    readings: new Map([...state.readings, ...archive.readings]),
    rules: rulesInForce(desired.value, state.stored, sound.value, context, versions),
    retention: retainedTables(desired.value, state.stored.tables, read, archived),
    ...(health.runs && { runs: health.runs }),
    ...(health.changes && { changes: health.changes }),
    ...('journal' in journals && { journal: journals.journal }),
    ...(archive.verified && { archive: archive.verified }),
    ...('tests' in tests && { tests: tests.tests }),
    gaps: [
      ...state.gaps,
      ...archive.gaps,
      ...health.gaps,
      ...('gap' in journals ? [journals.gap] : []),
      ...('gap' in tests ? [tests.gap] : []),
      ...(versions ? [] : [uncommitted]),
    ],
  }
  return { value: evidence, diagnostics: desired.diagnostics }
}
