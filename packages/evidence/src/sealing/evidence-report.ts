import { defineDiagnostics } from '@tripline/diagnostics'

const error = { severity: 'error' } as const

/** What can be wrong with a bundle. */
export const evidenceReport = defineDiagnostics({
  'evidence-file-missing': { ...error, message: (path: string) => `${path} is missing` },
  'evidence-file-extra': { ...error, message: (path: string) => `${path} is not in the manifest` },
  'evidence-file-changed': { ...error, message: (path: string) => `${path} is not what it was when it was written` },
  'evidence-manifest-unusable': { ...error, message: (path: string) => `${path} is not a manifest of evidence` },
  'evidence-signature-wrong': {
    ...error,
    message: (path: string) => `${path} is not a signature of the manifest by the key that was passed`,
  },
  'evidence-signature-absent': {
    ...error,
    message: (path: string) => `${path} does not name a key: the bundle was not signed when it was written`,
  },
  'evidence-signer-other': {
    ...error,
    message: (path: string, signer: string) => `${path} names another key, whose SHA-256 is ${signer}`,
  },
  'evidence-signature-unchecked': {
    severity: 'warning',
    message: (path: string) => `${path} was not checked`,
    fix: () => 'pass the public key of who signed: --key FILE',
  },
})
