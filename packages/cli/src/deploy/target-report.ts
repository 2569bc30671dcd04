import type { Diagnostic } from '@tripline/diagnostics'

/** What came of one workspace, or why nothing did. */
export type Outcome<Value> = { readonly workspace: string } & (
  | { readonly value: Value }
  | { readonly failure: readonly Diagnostic[] }
)

/** What came of a workspace that was named, or of each of several. */
export interface TargetReport<Value> {
  readonly isOne: boolean
  readonly outcomes: readonly Outcome<Value>[]
}

export const valuesOf = <Value>({ outcomes }: TargetReport<Value>): readonly Value[] =>
  outcomes.flatMap(outcome => ('value' in outcome ? [outcome.value] : []))

export const mapTargetReport = <From, To>(report: TargetReport<From>, make: (value: From) => To): TargetReport<To> => ({
  ...report,
  outcomes: report.outcomes.map(outcome =>
    'value' in outcome ? { workspace: outcome.workspace, value: make(outcome.value) } : outcome,
  ),
})
