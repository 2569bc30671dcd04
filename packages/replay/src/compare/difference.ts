import type { JsonValue, Span } from '@tripline/diagnostics'

/** One difference between a case's outcome and its expectation. */
export interface Difference {
  /** Where in the expectation: `alerts[0].severity`. */
  readonly path: string
  /** Null if nothing was expected, or nothing was raised. */
  readonly expected: JsonValue
  readonly actual: JsonValue
  /** The expectation in the test file. */
  readonly span: Span
  /** The whole difference in words. */
  readonly message: string
}
