import { row } from './refusal-row.ts'

/** Refusals of expressions and literals. */
export const expressionRefusals = {
  'expression-unsupported': row('unsupported-form', (text: string) => ({
    what: `\`${text}\``,
    why: 'this kind of expression is not implemented',
  })),
  'path-unsupported': row('unsupported-form', (text: string) => ({
    what: `\`${text}\``,
    why: 'this kind of path is not implemented',
  })),
  'value-operator-unsupported': row('unsupported-function', (operator: string) => ({
    what: `the operator ${operator}`,
    why: 'it is not implemented',
  })),
  'dynamic-with-dynamic': row('invalid-argument', (operator: string) => ({
    says: `${operator} is not defined for two dynamic values`,
    instead: 'cast both sides, for example with tostring(…)',
  })),
  'negative-dynamic': row('unsettled-edge', {
    what: 'the negative of a dynamic',
    why: 'its type is not settled',
    instead: 'write -tolong(…)',
  }),
  'in-mixed-types': row('unsettled-edge', (subject: string, column: string) => ({
    what: `a ${subject} in a column of type ${column}`,
    why: 'how they compare is not settled',
    instead: 'cast one of them',
  })),
  'toscalar-partition': row('unsupported-form', {
    what: 'toscalar() over a partition',
    why: 'its rows would be read twice',
  }),
  'toscalar-outer-row': row('invalid-argument', {
    says: 'toscalar() cannot refer to columns outside its query',
    instead: 'join the tables',
  }),
  'table-as-value': row('not-scalar', (table: string) => ({
    what: `the table ${table}`,
    why: 'a single value is needed',
    instead: 'write toscalar(…)',
  })),
  'call-of-table': row('not-scalar', (call: string) => ({
    what: `${call}()`,
    why: 'it returns a table, and a single value is needed',
    instead: 'write toscalar(…)',
  })),

  'timespan-fraction': row('unsettled-edge', (text: string) => ({
    what: text,
    why: 'how a fraction of so small a unit is read is not settled',
  })),
  'literal-range': row('literal-out-of-range', (text: string, type: string) => ({
    says: `${text} is outside the range of ${type}`,
  })),
  'decimal-literal': row('over-precision', (text: string) => ({
    what: text,
    why: 'decimals carry at most 20 digits before the point and 18 after it',
  })),
  'decimal-value': row('over-precision', (value: string) => ({
    what: `the decimal ${value}`,
    why: 'decimals carry at most 20 digits before the point and 18 after it',
  })),
  'version-with-decimals': row('over-precision', {
    what: 'parse_version() together with other decimals',
    why: 'its 32 digits leave no room for their fractions',
  }),

  'literal-needed': row('not-constant', (text: string) => ({ what: `\`${text}\``, why: 'it must be a literal' })),
  'constant-needed': row('not-constant', { what: 'this argument', why: 'it must be a constant' }),
  'dynamic-literal': row('not-constant', {
    what: 'this dynamic literal',
    why: 'it contains something that is not a constant',
  }),
  'assert-condition': row('not-constant', { what: 'assert()', why: 'its condition is not a constant' }),
  'pack-all-argument': row('not-constant', { what: 'pack_all()', why: 'its argument is not a constant' }),
  'assert-failed': row('invalid-argument', (message: string) => ({ says: `assert: ${message}` })),
  'bin-auto-size': row('invalid-argument', {
    says: 'bin_auto() needs the option query_bin_auto_size',
    instead: 'write set query_bin_auto_size = … before the query',
  }),
  'column-names-table': row('not-scalar', { what: 'column_names_of()', why: 'its argument must be a table' }),
  'window-in-scan': row('invalid-argument', (call: string) => ({
    says: `${call}() is not allowed in scan`,
    instead: 'compute it with extend before scan',
  })),
  'window-order': row('needs-order', (call: string) => ({
    says: `${call}() needs rows in an order`,
    instead: 'sort or serialize the rows before it',
  })),
  'ingestion-time-lost': row('undocumented', {
    what: 'this ingestion_time()',
    why: 'whether rows of several tables, or of an inner query, still have it is not documented',
    instead: 'extend a column with it before the rows are combined with others',
  }),
}
