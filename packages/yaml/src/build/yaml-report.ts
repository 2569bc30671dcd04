import { overBudget } from '@tripline/budgets'
import { defineDiagnostics } from '@tripline/diagnostics'

/** Why text is not a single plain YAML document. */
export const yamlReport = defineDiagnostics({
  'yaml-malformed': {
    severity: 'error',
    category: 'input',
    message: (reason: string) => `not valid YAML: ${reason}`,
  },
  'yaml-too-large': { severity: 'error', category: 'input', message: () => overBudget('yaml-values') },
  'yaml-empty': { severity: 'error', category: 'input', message: () => 'the document is empty' },
  'yaml-several-documents': {
    severity: 'error',
    category: 'input',
    message: () => 'a second YAML document starts here; one file holds one document',
  },
  'yaml-duplicate-key': {
    severity: 'error',
    category: 'input',
    message: (key: string, line: number) => `duplicate key ${key}; it is already on line ${line}`,
  },
  'yaml-complex-key': { severity: 'error', category: 'input', message: () => 'a key must be plain text' },
  'yaml-merge-key': {
    severity: 'error',
    category: 'input',
    message: () => 'merge keys (<<) are not part of YAML 1.2; the keys must be written out',
  },
  'yaml-tag': {
    severity: 'error',
    category: 'input',
    message: (tag: string) =>
      `the tag ${tag} does not apply to this value; only the core tags (!!str, !!int …) are supported`,
  },
  'yaml-unknown-alias': {
    severity: 'error',
    category: 'input',
    message: (name: string) => `the alias *${name} has no complete anchor &${name} before it`,
  },
  'yaml-alias-limit': {
    severity: 'error',
    category: 'input',
    message: (limit: number) => `aliases expand this document by more than ${limit} values`,
  },
})
