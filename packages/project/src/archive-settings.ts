import type { Located, Span } from '@tripline/diagnostics'
import { nodeSpan, oneOf, optional, parsed, type Reader, record, required } from '@tripline/yaml'
import { type ArchiveRoutes, archiveRoutes } from './archive-routes.ts'
import { containerName, storageAccountName } from './identifier.ts'

/** Access tiers of blobs; rows of Archive take hours to be readable again. */
const tiers = ['Archive', 'Cold', 'Cool', 'Hot'] as const
export type ArchiveTier = (typeof tiers)[number]

/** The blobs that a data export appends to. */
export interface ArchiveLanding {
  readonly account: Located<string>
  /** Days in which they cannot be changed or deleted. */
  readonly protect: Located<number>
}

/** The container that holds the archive. */
export interface ArchiveVault {
  readonly account: Located<string>
  readonly container: Located<string>
  /** Of the rows; manifests are always readable. */
  readonly tier: Located<ArchiveTier>
}

/** How rows are kept beyond the workspace. What the file leaves out has its default, at the span of the whole. */
export interface ArchiveSettings {
  readonly span: Span
  /** Days. */
  readonly keep: Located<number>
  /** Hours from the end of a day (UTC) until it is archived. */
  readonly settle: Located<number>
  readonly landing: ArchiveLanding
  readonly vault: ArchiveVault
  readonly tables: ArchiveRoutes
}

const whole = (text: string, unit: string): number | undefined => {
  const count = text.endsWith(unit) ? text.slice(0, -1) : ''
  return /^[1-9]\d{0,5}$/.test(count) ? Number(count) : undefined
}

/** Azure's limit on time-based retention. */
const mostDays = 146_000

const days = parsed(`days: 1d to ${mostDays}d`, text => {
  const count = whole(text, 'd')
  return count !== undefined && count <= mostDays ? count : undefined
})

/** Data export gives up a delivery after 12 hours. */
const settling = { least: 12, most: 720 }

const hours = parsed(`hours or days: ${settling.least}h to ${settling.most / 24}d`, text => {
  const inDays = whole(text, 'd')
  const count = inDays === undefined ? whole(text, 'h') : inDays * 24
  return count !== undefined && count >= settling.least && count <= settling.most ? count : undefined
})

const written = record('archive', {
  keep: required(days),
  settle: optional(hours),
  landing: required(record('landing', { account: required(storageAccountName), protect: optional(days) })),
  vault: required(
    record('vault', {
      account: required(storageAccountName),
      container: required(containerName),
      tier: optional(oneOf(tiers)),
    }),
  ),
  tables: optional(archiveRoutes),
})

/**
 *     keep: 2192d
 *     settle: 72h
 *     landing: { account: stlawlanding, protect: 30d }
 *     vault: { account: stlawvault, container: tripline-archive, tier: Archive }
 *     tables: { default: export, AzureDiagnostics: query }
 */
export const archiveSettings: Reader<ArchiveSettings> = {
  ...written,
  read(node, reading) {
    const read = written.read(node, reading)
    if (!read) return undefined
    const { keep, settle, landing, vault, tables = { named: [] } } = read
    const span = nodeSpan(node)
    const unwritten = <T>(value: T): Located<T> => ({ value, span })
    return {
      span,
      keep,
      settle: settle ?? unwritten(72),
      landing: { ...landing, protect: landing.protect ?? unwritten(30) },
      vault: { ...vault, tier: vault.tier ?? unwritten('Archive') },
      tables,
    }
  },
}
