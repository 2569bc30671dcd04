import { defineDiagnostics } from '@tripline/diagnostics'
import type { Day } from './day.ts'

const error = { severity: 'error' } as const
const info = { severity: 'info' } as const

/** What can be wrong with an archive. */
export const archiveReport = defineDiagnostics({
  'archive-table-missing': {
    ...error,
    message: (table: string) => `nothing of ${table} is archived`,
    fix: () => 'run tripline archive run',
  },
  'archive-day-missing': {
    ...error,
    message: (table: string, days: readonly Day[]) => `${table}: no manifest of ${daysText(days)}`,
    fix: () => 'run tripline archive run while the workspace still has the rows',
  },
  'archive-manifest-missing': {
    ...error,
    message: (name: string, more: number) =>
      `${name} ${more === 0 ? 'is' : `and ${more} after it are`} missing; manifests are numbered without gaps`,
  },
  'archive-manifest-changed': {
    ...error,
    message: (name: string) => `${name} is not what it was when it was written`,
  },
  'archive-chain-broken': {
    ...error,
    message: (name: string) => `${name} does not follow the manifest before it`,
  },
  'archive-part-missing': {
    ...error,
    message: (name: string, manifest: string) => `${name} is missing; ${manifest} names it`,
  },
  'archive-part-changed': {
    ...error,
    message: (name: string, what: string) => `${name} is not what it was when it was written: ${what}`,
  },
  'archive-part-archived': {
    ...error,
    message: (name: string, state: 'archived' | 'rehydrating') =>
      state === 'archived' ? `${name} is in the tier Archive and cannot be read` : `${name} is still being rehydrated`,
    fix: (_name, state) =>
      state === 'archived'
        ? 'rehydrate it: az storage blob set-tier --tier Cool --rehydrate-priority Standard; takes up to 15 hours'
        : 'try again when it is',
  },
  'archive-landing-changed': {
    ...error,
    message: (name: string) => `${name} no longer begins with the bytes that were archived`,
  },
  'archive-file-not-deleted': {
    ...error,
    message: (name: string, reason: string) => `${name} was not deleted: ${reason}`,
  },
  'archive-blob-unknown': {
    severity: 'warning',
    message: (name: string) => `${name} is nothing that the archive has written`,
  },
  'archive-part-unclaimed': {
    ...info,
    message: (name: string) => `${name} is in no manifest, as after an interrupted run; its rows do not count`,
  },
  'archive-unproved': {
    ...info,
    message: (table: string, days: readonly Day[]) =>
      `${table}: the workspace no longer had the rows of ${daysText(days)} to compare`,
  },
  'archive-undated': {
    severity: 'warning',
    message: (table: string, day: Day, rows: number) => `${table} ${day}: ${rows} rows have no TimeGenerated`,
  },
  'archive-rows-twice': {
    severity: 'warning',
    message: (table: string, day: Day, rows: number) =>
      `${table} ${day}: ${rows} rows were delivered twice and are counted twice`,
  },
  'archive-policy-missing': {
    ...error,
    message: (container: string) => `${container} has no immutability policy`,
    fix: () => 'run tripline archive apply',
  },
  'archive-policy-unlocked': {
    ...error,
    message: (container: string) => `the immutability policy of ${container} is not locked`,
    fix: () => 'run tripline archive lock',
  },
  'archive-policy-short': {
    ...error,
    message: (container: string, days: number, keep: number) =>
      `the immutability policy of ${container} protects ${days} days; tripline.yaml keeps ${keep}`,
  },
  'archive-policy-unread': {
    ...info,
    message: (container: string, reason: string) => `the immutability policy of ${container} was not read: ${reason}`,
  },
  'archive-stopped': {
    ...error,
    message: (table: string, at: string | undefined, code: string, reason: string) =>
      `${table}${at === undefined ? '' : ` ${at}`}: ${reason} (${code})`,
  },
})

/** `2026-03-01`, or `2026-03-01 to 2026-03-04 and 2 other days`. */
function daysText(days: readonly Day[]): string {
  return days.length <= 3 ? days.join(', ') : `${days[0]} to ${days.at(-1)} (${days.length} days)`
}
