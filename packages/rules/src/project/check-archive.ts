import type { Diagnostic, Span } from '@tripline/diagnostics'
import {
  type ArchiveSettings,
  type ArchiveTier,
  archivedTables,
  type Project,
  type Retention,
  type RoutedTable,
  type TableRetention,
} from '@tripline/project'
import { documentedExport } from '@tripline/schemas'
import { profileOf } from '../document/profile.ts'
import type { RuleDraft } from '../document/rule.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { archiveSettingsReport } from './archive-settings-report.ts'

/** Six calendar years, two of them leap years: 45 CFR 164.316(b)(2)(i). */
const sixYears = 2192

/** Days for which a tier is charged, however soon a blob is deleted. */
const charged: Readonly<Record<ArchiveTier, number>> = { Archive: 180, Cold: 90, Cool: 30, Hot: 0 }

/** Interactive days of tables that are not on the Analytics plan. */
const fixedDays = 30

/** Judges the archive against the rules, whose tables it has to keep, and against what the service does. */
export function checkArchive(
  rules: readonly RuleDraft[],
  { archive, retention, targets }: Project,
  analyses: QueryAnalyses,
): readonly Diagnostic[] {
  if (!archive) return []
  const readers = new Map(rules.flatMap(rule => readBy(rule, analyses).map(table => [table, nameOf(rule)] as const)))
  const tables = archivedTables(archive.tables, readers.keys())
  const stored = targets.flatMap(target => (target.kind === 'azure' && target.storage ? target.name : []))
  return [
    ...checkPeriods(archive, rules),
    ...tables.flatMap(table => [
      ...checkExport(table, archive.span, retention),
      ...checkSettling(table, archive, retention),
      ...checkReader(table, readers.get(table.table), archive.span),
    ]),
    ...stored
      .slice(1)
      .map(({ value, span }) => archiveSettingsReport['archive-vault-shared'](span, stored[0]!.value, value)),
  ]
}

const readBy = (rule: RuleDraft, analyses: QueryAnalyses): readonly string[] =>
  'query' in rule && rule.query && rule.kind !== 'CustomDetection'
    ? analyses.of(rule.query.value, profileOf(rule)).tables
    : []

const nameOf = (rule: RuleDraft): string => rule.name?.value ?? rule.file.path

function* checkPeriods({ keep, settle, landing, vault }: ArchiveSettings, rules: readonly RuleDraft[]) {
  const mapped = rules.find(({ tripline }) => tripline.hipaa.length > 0)
  if (mapped && keep.value < sixYears) {
    yield archiveSettingsReport['archive-keep-short'](keep.span, keep.value, sixYears, nameOf(mapped))
  }
  const { protect } = landing
  if (protect.value * 24 <= settle.value) {
    yield archiveSettingsReport['archive-protect-short'](protect.span, protect.value, settle.value)
  }
  const { value: tier, span } = vault.tier
  if (keep.value < charged[tier]) {
    yield archiveSettingsReport['archive-tier'](
      span,
      tier,
      `is charged for ${charged[tier]} days, more than the ${keep.value} that rows are kept`,
    )
  } else if (tier !== 'Archive' && keep.value >= charged.Archive) {
    yield archiveSettingsReport['archive-tier'](
      span,
      tier,
      `costs more than Archive for rows that are kept for ${keep.value} days`,
    )
  }
}

/** An export says nothing of the rows that it leaves out. */
function* checkExport({ table, route, written }: RoutedTable, whole: Span, retention: Retention) {
  if (route !== 'export') return
  const span = written?.route.span ?? whole
  const documented = documentedExport(table)
  if (documented.support === 'unsupported' || ownRetention(table, retention)?.plan?.value === 'Auxiliary') {
    yield archiveSettingsReport['archive-export-unsupported'](span, table)
  } else if (documented.support === 'partial') {
    yield archiveSettingsReport['archive-export-partial'](span, table, documented.lacks)
  }
}

/** What was exported is compared with the rows that the workspace still has. */
function* checkSettling({ table, route }: RoutedTable, { settle }: ArchiveSettings, retention: Retention) {
  if (route !== 'export' && route !== 'query') return
  const own = ownRetention(table, retention)
  const isFixed = own?.plan !== undefined && own.plan.value !== 'Analytics'
  const days = isFixed ? fixedDays : (own ?? retention.default).interactive?.value
  // The first row of a day is a day older than the last.
  if (days === undefined || settle.value + 24 < days * 24) return
  yield archiveSettingsReport['archive-settle-long'](settle.span, settle.value, table, days)
}

const ownRetention = (table: string, { tables }: Retention): TableRetention | undefined =>
  tables.find(one => one.table.value.toLowerCase() === table.toLowerCase())

function* checkReader({ table, route, written }: RoutedTable, reader: string | undefined, whole: Span) {
  if (reader === undefined || route === 'export' || route === 'query') return
  yield archiveSettingsReport['archive-left-out'](written?.route.span ?? whole, table, reader, route)
}
