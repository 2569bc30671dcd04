import { defineDiagnostics } from '@tripline/diagnostics'
import type { ColumnType } from '@tripline/schemas'

const input = { severity: 'error', category: 'input' } as const

/** What can be wrong with a document that rules are imported from. */
export const importReport = defineDiagnostics({
  'import-nothing': {
    ...input,
    message: () => 'nothing to import: no rule, hunting query, automation rule, function or table was recognised',
    fix: () => 'pass an ARM template, compiled Bicep, a request or response of the REST API, or a parser',
  },
  'import-uncompiled': {
    ...input,
    message: (language: string, _remedy: string) => `import does not read ${language}`,
    fix: (_language: string, remedy: string) => remedy,
  },
  'import-hcl': { ...input, message: (reason: string) => `not valid Terraform: ${reason}` },
  'import-folded': {
    ...input,
    message: () => 'a JSON string must end on the line on which it starts',
    fix: () => 'write line breaks as \\n',
  },
  'import-function-name': {
    ...input,
    message: (name: string) => `${name || "''"} is not a valid function name; use letters, digits and _ only`,
  },
  'import-function-body': { ...input, message: () => 'the function has no query' },
  'import-parameter': {
    ...input,
    message: () => 'a parameter needs a Name and a Type, and may have a Default',
  },
  'import-named': {
    severity: 'info',
    message: (name: string) => `imported as ${name}, the name in its comments`,
  },
  'import-twice': {
    severity: 'warning',
    message: (kind: string, name: string, other: string) =>
      `the ${kind} ${name} was already imported from ${other}; this one differs and was left out`,
  },
  'import-built-in-twice': {
    severity: 'warning',
    message: (name: string, other: string) => `${name} is already an alias of ${other}, and was not given to this one`,
  },
  'import-table-name': {
    ...input,
    message: (name: string) => `${name || "''"} is not a valid table name; use letters, digits and _ only`,
  },
  'import-table-known': {
    severity: 'info',
    message: (name: string, isKnown: boolean) =>
      isKnown ? `${name} is documented with all of these columns, and needs no file` : `${name} has no usable columns`,
  },
  'import-column-name': {
    severity: 'warning',
    message: (name: string) => `the column ${name || "''"} was left out; names have letters, digits and _ only`,
  },
  'import-column-type': {
    severity: 'warning',
    message: (name: string, type: string) => `the column ${name} was left out; ${type || "''"} is not a KQL type`,
  },
  'import-column-twice': {
    severity: 'warning',
    message: (name: string, type: ColumnType) =>
      `the column ${name} was already given, with the type ${type}, which is kept`,
  },
  'import-column-documented': {
    severity: 'warning',
    message: (table: string, name: string, documented: ColumnType, type: ColumnType) =>
      `${table} is documented with the column ${name} of type ${documented}, which is kept instead of ${type}`,
  },
  'import-stand-in': {
    severity: 'info',
    message: (name: string) =>
      `${name} was left out: a function of this name was imported, and the table only stands in for it`,
  },
  'import-transformation': {
    ...input,
    message: (reason: string) => `the columns of the transformation are not known: ${reason}`,
    fix: () => 'import the table itself, or describe it in schemas/',
  },
  'import-expression': {
    severity: 'error',
    message: (key: string) => `${key} is a template expression that only a deployment can evaluate`,
    fix: () => 'replace it with its value',
  },
  'import-without-id': {
    severity: 'warning',
    message: () => 'the document has no id of the rule, or computes it; the file needs a fixed one',
    fix: () => 'use the id of the deployed rule, so that it stays the same rule',
  },
  'import-automation-unnamed': {
    ...input,
    message: () => 'the automation rule needs a displayName and an order',
  },
  'import-dropped': {
    severity: 'warning',
    message: (key: string) => `${key} cannot be kept in a rule file and was dropped`,
  },
  'import-spelling': {
    severity: 'info',
    message: (written: string, usual: string) => `${written} was written as ${usual}`,
  },
  'import-disabled': {
    severity: 'info',
    message: (id: string) => `the rule is disabled; to keep it disabled, list ${id} under disabled in tripline.yaml`,
  },
})
