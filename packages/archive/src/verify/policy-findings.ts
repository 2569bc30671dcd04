import type { Diagnostic } from '@tripline/diagnostics'
import { archiveReport } from '../archive-report.ts'

/** The time-based policy of a container, that it has none, or why it could not be read. */
export type VaultPolicy = { readonly days: number; readonly isLocked: boolean } | 'none' | { readonly unread: string }

/** Whether a container protects its blobs for so many days. */
export function policyFindings(container: string, policy: VaultPolicy, keep: number): readonly Diagnostic[] {
  if (policy === 'none') return [archiveReport['archive-policy-missing'](undefined, container)]
  if ('unread' in policy) return [archiveReport['archive-policy-unread'](undefined, container, policy.unread)]
  return [
    ...(policy.days < keep ? [archiveReport['archive-policy-short'](undefined, container, policy.days, keep)] : []),
    ...(policy.isLocked ? [] : [archiveReport['archive-policy-unlocked'](undefined, container)]),
  ]
}

/** What forbids to lock a container: all that is wrong with it, but that it is not locked. */
export const lockObstacles = (findings: readonly Diagnostic[]): readonly Diagnostic[] =>
  findings.filter(({ id, severity }) => severity === 'error' && id !== 'archive-policy-unlocked')
