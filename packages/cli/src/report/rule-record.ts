import type { CaseReport, CaseTrace, RuleScore } from '@tripline/replay'
import type { DataFile, InlineTable, Rule } from '@tripline/rules'

/** A rule of the project with what its tests came to. */
export interface RuleRecord {
  readonly rule: Rule
  /** The file of its page, in the folder of rules. */
  readonly page: string
  readonly cases: readonly CaseRecord[]
  /** How much the tests notice, if that is known. */
  readonly score?: RuleScore
}

export interface CaseRecord {
  readonly report: CaseReport
  /** The files and tables of its logs. */
  readonly data: readonly DataFile[]
  readonly rows: readonly InlineTable[]
  /** Absent if it could not be run. */
  readonly trace?: CaseTrace
}

/** Rules of some kinds have no name. */
export const nameOf = ({ rule }: RuleRecord): string => rule.name?.value ?? rule.file.path

export type RuleState = 'passed' | 'failed' | 'error' | 'not run'

/** The worst of its cases. */
export function stateOf({ cases }: RuleRecord): RuleState {
  const states = new Set(cases.map(({ report }) => report.status))
  return (['error', 'failed', 'passed'] as const).find(state => states.has(state)) ?? 'not run'
}

/** Whether a case that passed shows it to raise alerts. */
export const isTested = ({ cases }: RuleRecord): boolean =>
  cases.some(({ report }) => report.status === 'passed' && report.alerts.length > 0)
