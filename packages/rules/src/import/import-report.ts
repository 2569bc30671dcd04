import { defineDiagnostics } from '@tripline/diagnostics'

const input = { severity: 'error', category: 'input' } as const

/** What can be wrong with a document that rules are imported from. */
export const importReport = defineDiagnostics({
  'import-nothing': {
    ...input,
    message: () => 'no rule or hunting query in this document',
    fix: () => 'pass an ARM template, compiled Bicep, or a request or response of the REST API',
  },
  'import-uncompiled': {
    ...input,
    message: (language: string, _remedy: string) => `import does not read ${language}`,
    fix: (_language: string, remedy: string) => remedy,
  },
  'import-folded': {
    ...input,
    message: () => 'a JSON string must end on the line on which it starts',
    fix: () => 'write line breaks as \\n',
  },
  'import-expression': {
    severity: 'error',
    message: (key: string) => `${key} is a template expression that only a deployment can evaluate`,
    fix: () => 'replace it with its value',
  },
  'import-without-id': {
    severity: 'warning',
    message: () => 'the template computes the id of the rule, so the file needs one',
    fix: () => 'use the id of the deployed rule, so that it stays the same rule',
  },
  'import-dropped': {
    severity: 'warning',
    message: (key: string) => `${key} cannot be kept in a rule file and was dropped`,
  },
  'import-disabled': {
    severity: 'info',
    message: (id: string) => `the rule is disabled; to keep it disabled, list ${id} under disabled in tripline.yaml`,
  },
})
