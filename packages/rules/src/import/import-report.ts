import { defineDiagnostics } from '@tripline/diagnostics'

const input = { severity: 'error', category: 'input' } as const

/** What can be wrong with a document that rules are imported from. */
export const importReport = defineDiagnostics({
  'import-nothing': {
    ...input,
    message: () => 'there is no rule and no hunting query in this document',
    fix: () => 'give an ARM template, what Bicep compiles to, or what the REST interface takes or answers',
  },
  'import-uncompiled': {
    ...input,
    message: (language: string, _remedy: string) => `import does not read ${language}`,
    fix: (_language: string, remedy: string) => remedy,
  },
  'import-folded': {
    ...input,
    message: () => 'a text of JSON ends on the line on which it begins',
    fix: () => 'write its line ends as \\n',
  },
  'import-expression': {
    severity: 'error',
    message: (key: string) => `${key} is an expression of the template, whose value only a deployment knows`,
    fix: () => 'write its value into the template first',
  },
  'import-without-id': {
    severity: 'warning',
    message: () => 'the template computes the id of the rule; the file needs one of its own',
    fix: () => 'take the id that the rule has in the workspace, so that it stays the same rule',
  },
  'import-dropped': {
    severity: 'warning',
    message: (key: string) => `${key} has no place in a rule file and is left out`,
  },
  'import-disabled': {
    severity: 'info',
    message: (id: string) => `the rule is disabled; list ${id} under disabled in tripline.yaml to keep it so`,
  },
})
