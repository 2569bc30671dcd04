import { type ArmError, limits } from '@tripline/azure'
import {
  archiveKinds,
  compareResources,
  type DesiredResource,
  desiredArchive,
  kinds,
  type ResourceState,
  readArchive,
  type StoredByType,
} from '@tripline/deploy'
import type { Diagnosed } from '@tripline/diagnostics'
import type { Evidence, Gap, RuleInForce } from '@tripline/evidence'
import { archivedTables } from '@tripline/project'
import { analysisCache } from '../cache/cache-location.ts'
import { commandReport } from '../command-line/command-report.ts'
import { version } from '../command-line/plain-request.ts'
import { connectTarget } from '../deploy/connect-target.ts'
import { desiredFor } from '../deploy/desired-for.ts'
import { fileVersions } from '../git/file-versions.ts'
import type { Io } from '../process/io.ts'
import { findTarget, type ProjectContext } from '../project/command-context.ts'
import { type SoundRules, soundRules, tablesRead } from '../project/sound-rules.ts'
import { readingLog, readState } from './read-state.ts'
import { retainedTables } from './retained-tables.ts'
import { sourceFiles } from './source-files.ts'

/** What evidence is collected about: days in UTC. */
export interface Period {
  readonly workspace: string
  readonly from: string
  readonly to: string
}

/** Reads a workspace and compares it with the project. What cannot be read is a gap, unless nothing can. */
export async function collectEvidence(
  { workspace, from, to }: Period,
  context: ProjectContext,
  io: Io,
): Promise<Diagnosed<Evidence>> {
  const { project, root } = context
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
  const settings = project.archive
  const archived = settings ? archivedTables(settings.tables, read) : []
  const gaps: Gap[] = [...state.gaps]
  const readings = new Map(state.readings)
  if (settings) {
    const archive = await readArchive(client, settings, archived)
    log.take()
    if (!archive.ok) gaps.push(unread('archive', archive.error))
    else {
      const stores = await readState(client, desiredArchive(archive.value), archiveKinds, log)
      for (const [name, answers] of stores.readings) readings.set(name, answers)
      gaps.push(...stores.gaps)
    }
  } else gaps.push({ what: 'archive', reason: 'tripline.yaml describes no archive', isFailure: false })

  const versions = await fileVersions(root)
  if (!versions) gaps.push({ what: 'commits', reason: 'the project is not in a Git repository', isFailure: false })
  const rules = rulesInForce(desired.value, state.stored, sound.value, context, versions)
  const evidence: Evidence = {
    subject: {
      tool: `tripline ${version()}`,
      workspace,
      resource: client.resource,
      from,
      to,
      at: io.clock().toISOString(),
    },
    readings,
    rules,
    retention: retainedTables(desired.value, state.stored.tables, read, archived),
    gaps,
  }
  return { value: evidence, diagnostics: desired.diagnostics }
}

const unread = (what: string, { code, message }: ArmError): Gap => ({
  what,
  reason: `${code}: ${message}`,
  isFailure: true,
})

function rulesInForce(
  desired: readonly DesiredResource[],
  stored: Partial<StoredByType>,
  { rules }: SoundRules,
  { project }: ProjectContext,
  versions: Awaited<ReturnType<typeof fileVersions>>,
): readonly RuleInForce[] {
  const sourceOf = sourceFiles(rules, project)
  const states = kinds
    .filter(({ content }) => content !== undefined)
    .flatMap(kind => compareResources(kind, desired, stored[kind.type]))
  return states.map((state): RuleInForce => {
    const source = sourceOf(state)
    const isEnabled = enabledIn(state, stored)
    return {
      ...state,
      ...(source && { file: source.file, ...(versions && { version: versions(source.path) }) }),
      ...(isEnabled !== undefined && { isEnabled }),
      cites: source?.cites ?? [],
    }
  })
}

function enabledIn({ type, id }: ResourceState, stored: Partial<StoredByType>): boolean | undefined {
  const enabled = stored[type]?.get(id.toLowerCase())?.properties.enabled
  return typeof enabled === 'boolean' ? enabled : undefined
}
