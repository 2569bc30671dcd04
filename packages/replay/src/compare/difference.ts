import type { JsonValue, Span } from '@tripline/diagnostics'

/** One way in which a case went otherwise than its expectation says. */
export interface Difference {
  /** Where in the expectation: `alerts[0].severity`. */
  readonly path: string
  /** Null: nothing was expected, or nothing is there. */
  readonly expected: JsonValue
  readonly actual: JsonValue
  /** The expectation in the test file. */
  readonly span: Span
  /** The whole difference in words. */
  readonly message: string
}
