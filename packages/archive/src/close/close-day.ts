import { type ArmAnswer, answered } from '@tripline/azure/answer'
import { type Day, hoursOfDay, millisecondsPerDay, startOfDay } from '../day.ts'
import { type LandingFile, landingContainer } from '../landing/landing.ts'
import type { HourCount, Manifest, Part, Source } from '../vault/manifest.ts'
import { readPartName } from '../vault/vault-names.ts'
import { hourCounts } from '../workspace/hour-counts.ts'
import type { ArchiveAccess, ArchivedTable } from './archive-access.ts'
import { compareHours, verdictOn } from './compare-hours.ts'
import { changedSince, type DueFile, packLanded, type TakenFile } from './pack-landed.ts'
import { packQueried } from './pack-queried.ts'
import { type PartNames, writePart } from './write-part.ts'

/** What is known of a day before it is closed, for the first time or again. */
export interface DueDay extends ArchivedTable {
  readonly day: Day
  /** What has landed by now. */
  readonly files: readonly LandingFile[]
  readonly stored: PartNames['stored']
  /** The last manifest of the day. */
  readonly before?: Manifest
}

/** What a manifest says about a day, without its rank in the chain. */
export type ClosedDay = Omit<Manifest, 'format' | 'sequence' | 'previous' | 'writtenBy'>

/**
 * Archives what has landed of a day and was not archived yet, compares the counts with those of the workspace, and takes the hours
 * with missing rows from there.
 */
export async function closeDay(due: DueDay, access: ArchiveAccess): Promise<ArmAnswer<ClosedDay>> {
  const { table, route, day, before } = due
  const asked = await workspaceCounts(due, access)
  if (!asked.ok) return asked
  const { counts, reason } = asked.value

  const landed = await archiveLanded(due, access)
  if (!landed.ok) return landed
  const { sources, parts, hours: landedHours, undated } = landed.value

  const filled = new Map(
    (before?.hours ?? []).flatMap(({ hour, filledBy }) => {
      const slice = before!.parts.find(({ name }) => name === filledBy)?.slices.find(one => one.of === hour)
      return slice ? [[hour, { part: filledBy!, rows: slice.rows }]] : []
    }),
  )
  const judged = compareHours(hoursOfDay(day), landedHours, counts, filled)
  const missing = judged
    .filter(({ isMissing }) => isMissing)
    .map(({ hour, workspace = 0 }) => ({ hour, rows: workspace }))
  const healed: Part[] = []
  for (let done = 0; done < missing.length; ) {
    const names = namesAfter(due, [...parts, ...healed])
    const written = await writePart(names, access.vault, { tier: access.tier, origin: 'workspace' }, async sink => {
      const slices = await packQueried(access.queries, table, missing.slice(done), sink, access.largestPart)
      return slices.ok ? answered({ slices: slices.value }) : slices
    })
    if (!written.ok) return written
    healed.push(written.value.part)
    done += written.value.part.slices.length
  }
  const hours = judged.map(({ isMissing: _, ...hour }): HourCount => {
    const part = healed.find(({ slices }) => slices.some(({ of }) => of === hour.hour))
    return part ? { ...hour, filledBy: part.name } : hour
  })
  const { verdict, ...sums } = verdictOn(hours)
  return answered({
    workspace: access.workspace,
    table,
    day,
    revision: (before?.revision ?? 0) + 1,
    route,
    sources,
    parts: [...parts, ...healed],
    hours,
    verdict: counts ? verdict : 'unproved',
    ...sums,
    undated,
    ...(reason !== undefined && { reason }),
    closedAt: new Date(access.now()).toISOString(),
  })
}

/** The counts of the workspace, or why it cannot be asked. */
async function workspaceCounts(
  { table, day }: DueDay,
  { queries, retentionDays, now }: ArchiveAccess,
): Promise<ArmAnswer<{ readonly counts?: ReadonlyMap<string, number>; readonly reason?: string }>> {
  const retention = await retentionDays(table)
  if (!retention.ok) return retention
  const oldest = now() - retention.value * millisecondsPerDay
  if (startOfDay(day) < oldest) {
    return answered({ reason: `older than the ${retention.value} days that the workspace keeps` })
  }
  const counts = await hourCounts(queries, table, day)
  return counts.ok ? answered({ counts: counts.value }) : counts
}

const namesAfter = ({ table, day, stored }: DueDay, parts: readonly Part[]): PartNames => ({
  table,
  day,
  stored,
  next: 1 + Math.max(0, ...parts.map(({ name }) => readPartName(name)?.number ?? 0)),
})

interface Landed {
  readonly sources: readonly Source[]
  readonly parts: readonly Part[]
  readonly hours: ReadonlyMap<string, number>
  readonly undated: number
}

/** Archives the bytes that no part has yet. Files that are gone have been swept; what was archived of them stays known. */
async function archiveLanded(due: DueDay, access: ArchiveAccess): Promise<ArmAnswer<Landed>> {
  const { table, before } = due
  const fresh = freshFiles(due)
  const parts = [...(before?.parts ?? [])]
  const taken: TakenFile[] = []
  const store = access.landing(landingContainer(table))
  const changed = await changedSince(
    store,
    fresh.filter(({ length, archived }) => length <= archived),
  )
  if (changed) return { ok: false, error: changed }
  const grown = fresh.filter(({ length, archived }) => length > archived)
  for (let done = 0; done < grown.length; ) {
    const names = namesAfter(due, parts)
    const written = await writePart(names, access.vault, { tier: access.tier, origin: 'landing' }, async sink => {
      const packed = await packLanded(store, grown.slice(done), sink, access.largestPart)
      return packed.ok ? answered({ slices: packed.value.map(({ slice }) => slice), files: packed.value }) : packed
    })
    if (!written.ok) return written
    parts.push(written.value.part)
    taken.push(...written.value.content.files)
    done += written.value.content.files.length
  }
  return answered({ parts, ...landedBy(due, taken) })
}

/** The files with bytes that no part has, and those that are not certainly what they were. */
export const freshFiles = ({ files, before }: Pick<DueDay, 'files' | 'before'>): readonly DueFile[] => {
  const known = new Map((before?.sources ?? []).map(source => [source.name, source]))
  return files.flatMap(({ name, etag, length }) => {
    const source = known.get(name)
    if (source?.etag === etag && source.length === length) return []
    return [{ name, length, archived: source?.length ?? 0, ...(source && { sha256: source.sha256 }) }]
  })
}

/** What has landed of a day, after these files were taken. */
function landedBy({ files, before }: DueDay, taken: readonly TakenFile[]): Omit<Landed, 'parts'> {
  const sources = new Map((before?.sources ?? []).map(source => [source.name, source]))
  const etags = new Map(files.map(({ name, etag }) => [name, etag]))
  for (const [name, source] of sources) sources.set(name, { ...source, etag: etags.get(name) ?? source.etag })
  const hours = new Map((before?.hours ?? []).map(({ hour, landed }) => [hour, landed]))
  for (const { slice, sha256, scanned } of taken) {
    for (const [hour, rows] of scanned.hours) hours.set(hour, (hours.get(hour) ?? 0) + rows)
    const source = sources.get(slice.of)
    const times = [source?.first, source?.last, scanned.first, scanned.last].filter(time => time !== undefined).sort()
    sources.set(slice.of, {
      name: slice.of,
      etag: etags.get(slice.of)!,
      length: slice.from + slice.length,
      sha256,
      rows: (source?.rows ?? 0) + slice.rows,
      ...(times.length > 0 && { first: times[0]!, last: times.at(-1)! }),
    })
  }
  const byName = [...sources.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
  const undated = taken.reduce((sum, { scanned }) => sum + scanned.undated, before?.undated ?? 0)
  return { sources: byName, hours, undated }
}
