import { row } from './refusal-row.ts'

const mapping = 'write [{"Column":"name","Properties":{"Path":"$.name"}}], or {"Ordinal":"0"} as properties'

/** Refusals of tables, external data, functions of the workspace, statements and options. */
export const sourceRefusals = {
  'source-unsupported': row('unsupported-operator', (text: string) => ({
    what: `\`${text}\``,
    why: 'it is not implemented as a source of rows',
  })),
  'table-missing': row('not-recorded', (table: string) => ({
    what: `the table ${table}`,
    why: 'the workspace does not have it',
  })),
  'table-function-unsupported': row('unsupported-function', (call: string) => ({
    what: `${call}()`,
    why: 'it is not implemented',
  })),
  'watchlist-alias': row('not-constant', { what: 'this watchlist', why: 'its alias must be a constant' }),
  'watchlist-undeclared': row('undeclared-watchlist', (alias: string) => ({
    says: `no watchlist ${alias} is declared, so it has no rows`,
  })),
  'cluster-unavailable': row('unavailable', { says: 'a Log Analytics workspace cannot query clusters' }),
  'other-workspace': row('not-recorded', (call: string) => ({
    what: `${call}()`,
    why: 'only the data of this workspace is recorded',
  })),
  'foreign-table-unrecorded': row('not-recorded', (key: string) => ({
    what: key,
    why: 'no rows are given for it',
    instead: `give them in a test: rows: { '${key}': […] }`,
  })),
  'foreign-table-source': row('undocumented', (key: string) => ({
    what: `a column with the name of ${key}`,
    why: 'how it calls tables of other workspaces is not documented',
  })),
  'pattern-case': row('invalid-argument', { says: 'the pattern has no case for these values' }),
  'function-fault': row('invalid-argument', (mistake: string) => ({ says: `the function has an error: ${mistake}` })),
  'stored-function-fault': row('faulty-function', (mistake: string) => ({
    says: `the function has an error: ${mistake}`,
    instead: 'check the function, which says where',
  })),
  'invoked-function': row('unsupported-function', (text: string) => ({
    what: `\`${text}\``,
    why: 'its function is not defined',
    instead: 'declare it in a file of functions/',
  })),
  'file-profile-hash': row('unsupported-form', (column: string) => ({
    what: `FileProfile of ${column}`,
    why: 'the rows before it have no such column of texts',
    instead: 'name the column with the SHA1 or SHA256 of the file',
  })),
  'file-profile-columns': row('unsupported-form', (column: string, columns: readonly string[]) => ({
    what: `FileProfile(${column})`,
    why: `the rows before it also have ${columns.join(', ')}, and the documentation does not say whose values the result has`,
    instead: `project them away before it, or give them other names`,
  })),

  'statement-unsupported': row('unsupported-statement', (text: string) => ({
    what: `\`${text}\``,
    why: 'this kind of statement is not implemented',
  })),
  'statement-alias': row('unsupported-statement', (text: string) => ({
    what: `\`${text}\``,
    why: 'only the data of this workspace is recorded',
  })),
  'statement-restrict': row('unsupported-statement', (text: string) => ({
    what: `\`${text}\``,
    why: 'a replay does not check who may read what',
  })),
  'query-parameter': row('invalid-argument', (name: string) => ({
    says: `the query parameter ${name} has no value`,
    instead: 'give it a default',
  })),
  'option-unsupported': row('unsupported-option', (option: string) => ({
    what: `the option ${option}`,
    why: 'its effect is not implemented',
  })),
  'option-value': row('not-constant', (option: string) => ({
    what: `the option ${option}`,
    why: 'its value is not a constant',
  })),

  'url-constant': row('not-constant', { what: 'this URL', why: 'it is not a constant' }),
  'url-unrecorded': row('not-recorded', (url: string) => ({
    what: 'externaldata',
    why: 'no file is recorded for this URL, and nothing is fetched',
    instead: `add externalData: { ${JSON.stringify(url)}: path/to/a/file } to tripline.yaml`,
  })),
  'url-missing': row('unsupported-form', { what: 'externaldata', why: 'it names no URL' }),
  'property-unsupported': row('unsupported-option', (property: string) => ({
    what: `the property ${property}`,
    why: 'its effect is not implemented',
  })),
  'property-constant': row('not-constant', { what: 'this property', why: 'it is not a constant' }),
  'format-unsupported': row('unsupported-option', (format: string) => ({
    what: `the format ${format}`,
    why: 'it is not implemented',
  })),
  'mapping-ordinal': row('unsupported-form', {
    what: 'this mapping',
    why: 'an ordinal must be a whole number',
    instead: mapping,
  }),
  'mapping-path': row('unsupported-form', (path: string) => ({
    what: `the path ${path}`,
    why: 'only names and indices within a record are supported',
    instead: mapping,
  })),
  'mapping-unreadable': row('unsupported-form', { what: 'this mapping', why: 'it cannot be read', instead: mapping }),
  'external-file': row('type-mismatch', (format: string) => ({
    what: 'externaldata',
    why: `its file could not be read as ${format}`,
  })),
  'geography-unrecorded': row('not-recorded', {
    what: 'geo_info_from_ip_address()',
    why: 'it reads a geography database that is not recorded',
  }),
}
