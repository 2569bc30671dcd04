import type { AlertRuleBody, TableRetention } from '@tripline/azure'

/** A rule as it should be. */
export interface DesiredRule {
  readonly id: string
  readonly name: string
  /** The version that knows every property of the body. */
  readonly apiVersion: string
  readonly body: AlertRuleBody
}

/** A table's retention as it should be, in days. */
export interface DesiredTable {
  readonly name: string
  readonly retention: Required<TableRetention>
}

/** What a workspace should hold. What it holds besides is left alone. */
export interface DesiredState {
  readonly rules: readonly DesiredRule[]
  readonly tables: readonly DesiredTable[]
}
