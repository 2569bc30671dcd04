import { defineDiagnostics, orDidYouMean } from '@tripline/diagnostics'

/** Why a document does not match its format. */
export const readReport = defineDiagnostics({
  'unknown-key': {
    severity: 'error',
    message: (key: string, owner: string, near?: string) => `${owner} has no key ${key || "''"}${orDidYouMean(near)}`,
  },
  'missing-key': {
    severity: 'error',
    message: (key: string, owner: string) => `${owner} needs the key ${key}`,
    fix: (key: string) => `add ${key}: …`,
  },
  'wrong-type': {
    severity: 'error',
    message: (expected: string, got: string) => `expected ${expected}, got ${got}`,
  },
  'unknown-value': {
    severity: 'error',
    message: (value: string, allowed: readonly string[], near?: string) =>
      `${value || "''"} is not one of ${allowed.join(', ')}${orDidYouMean(near)}`,
  },
})
