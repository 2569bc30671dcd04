import type { HourCount, Verdict } from '../vault/manifest.ts'

/** What is known of an hour before its rows are filled in. */
export interface JudgedHour {
  readonly hour: string
  readonly landed: number
  readonly workspace?: number
  /** Whether the workspace has rows that did not land. */
  readonly isMissing: boolean
  /** The part that has the workspace's rows already. */
  readonly filledBy?: string
}

interface Filled {
  readonly part: string
  readonly rows: number
}

/**
 * Compares the rows that landed with those that the workspace has, hour by hour. An hour that was filled before, with as many rows
 * as the workspace still has, stays filled.
 */
export function compareHours(
  hours: readonly string[],
  landed: ReadonlyMap<string, number>,
  workspace: ReadonlyMap<string, number> | undefined,
  filled: ReadonlyMap<string, Filled>,
): readonly JudgedHour[] {
  return hours.flatMap((hour): readonly JudgedHour[] => {
    const count = landed.get(hour) ?? 0
    const before = filled.get(hour)
    if (!workspace) {
      return count > 0 || before
        ? [{ hour, landed: count, isMissing: false, ...(before && { filledBy: before.part }) }]
        : []
    }
    const rows = workspace.get(hour) ?? 0
    if (rows === 0 && count === 0) return []
    if (before && rows !== count && before.rows === rows) {
      return [{ hour, landed: count, workspace: rows, isMissing: false, filledBy: before.part }]
    }
    return [{ hour, landed: count, workspace: rows, isMissing: rows > count }]
  })
}

/** The sums of a day, and what they mean. */
export function verdictOn(hours: readonly HourCount[]): {
  readonly verdict: Verdict
  readonly missing: number
  readonly surplus: number
} {
  const difference = ({ landed, workspace = landed }: HourCount): number => workspace - landed
  const missing = hours.reduce((sum, hour) => sum + Math.max(0, difference(hour)), 0)
  const surplus = hours.reduce((sum, hour) => sum + Math.max(0, -difference(hour)), 0)
  return { verdict: missing > 0 ? 'filled' : surplus > 0 ? 'surplus' : 'complete', missing, surplus }
}
