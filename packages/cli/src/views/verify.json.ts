import { jsonDocument } from '@tripline/diagnostics'
import type { Comparison } from '@tripline/engines'
import { formatDatetime } from '@tripline/schemas'
import type { Verified } from '../engines/verify-cases.ts'
import type { Io } from '../process/io.ts'
import { rowText } from './verify.human.ts'

/** `{"runs":[{"rule","case","at"?,"verdict","reason"?,"fault"?,"difference"?}]}`; a difference names columns or the first rows. */
export function showVerifiedJson(verified: readonly Verified[], { stdout }: Io): void {
  const runs = verified.map(({ subject, comparison }) => ({
    ...subject,
    ...(comparison.request.now !== undefined && { at: formatDatetime(comparison.request.now) }),
    ...verdictJson(comparison),
  }))
  stdout.write(jsonDocument({ runs }))
}

function verdictJson({ verdict, there }: Comparison) {
  const { kind } = verdict
  if (verdict.kind === 'failed-there') return { verdict: kind, fault: verdict.fault, reason: verdict.reason }
  if ('reason' in verdict) return { verdict: kind, reason: verdict.reason }
  if (verdict.kind !== 'different') return { verdict: kind }
  const { difference } = verdict
  const columns = there?.ok ? there.rows.columns : []
  const row = (cells: Parameters<typeof rowText>[0] | undefined) => cells && JSON.parse(rowText(cells, columns))
  return {
    verdict: kind,
    difference:
      difference.what === 'columns'
        ? difference
        : { ...difference, here: row(difference.here), there: row(difference.there) },
  }
}
