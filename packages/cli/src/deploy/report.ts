import type { Diagnostic } from '@tripline/diagnostics'

/** What came of one workspace, or why nothing did. */
export type Outcome<Value> = { readonly workspace: string } & (
  | { readonly value: Value }
  | { readonly failure: readonly Diagnostic[] }
)

/** What came of a workspace that was named, or of each of several. */
export interface Report<Value> {
  readonly isOne: boolean
  readonly outcomes: readonly Outcome<Value>[]
}

export const valuesOf = <Value>({ outcomes }: Report<Value>): readonly Value[] =>
  outcomes.flatMap(outcome => ('value' in outcome ? [outcome.value] : []))

export const mapReport = <From, To>(report: Report<From>, make: (value: From) => To): Report<To> => ({
  ...report,
  outcomes: report.outcomes.map(outcome =>
    'value' in outcome ? { workspace: outcome.workspace, value: make(outcome.value) } : outcome,
  ),
})
