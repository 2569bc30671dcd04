import { type Diagnostic, isError } from '@tripline/diagnostics'

/** Exit codes of the process. */
export const exitCodes = {
  ok: 0,
  /** Findings in rules, tests or KQL; failed tests; failed applies. */
  findings: 1,
  /** Usage, unreadable or malformed files, configuration. */
  unusable: 2,
  /** Changes are pending, under --detailed-exitcode. */
  pending: 2,
  /** A fault of our own (EX_SOFTWARE of sysexits). */
  fault: 70,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Input that cannot be used outweighs findings, for they are then not known to be all. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  const errors = diagnostics.filter(isError)
  if (errors.some(({ category }) => category === 'input')) return exitCodes.unusable
  return errors.length > 0 ? exitCodes.findings : exitCodes.ok
}
