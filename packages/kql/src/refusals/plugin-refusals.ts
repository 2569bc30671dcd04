import { row } from './refusal-row.ts'

/** Refusals of plugins. */
export const pluginRefusals = {
  'plugin-unsupported': row('unsupported-plugin', (plugin: string) => ({
    what: `the plugin ${plugin}`,
    why: 'it is not implemented',
  })),
  'plugin-heuristic': row('unsupported-plugin', (plugin: string) => ({
    what: `the plugin ${plugin}`,
    why: 'its result is a heuristic of the service',
  })),
  'plugin-sketch': row('unsupported-plugin', (plugin: string) => ({
    what: `the plugin ${plugin}`,
    why: 'it needs sketches in the service’s own format',
  })),
  'plugin-several-tables': row('unsupported-plugin', (plugin: string) => ({
    what: `the plugin ${plugin}`,
    why: 'it returns several tables',
  })),
  'plugin-unavailable': row('unavailable', (plugin: string) => ({
    says: `a Log Analytics workspace does not have the plugin ${plugin}`,
  })),
  'plugin-columns': row('unresolved-columns', (plugin: string) => ({
    what: `the plugin ${plugin}`,
    why: 'its columns are unknown',
  })),
  'plugin-column-type': row('unresolved-columns', (plugin: string, column: string) => ({
    what: `the plugin ${plugin}`,
    why: `the type of its column ${column} is unknown`,
  })),
  'plugin-called-again': row('unresolved-columns', {
    what: 'this plugin',
    why: 'the function that it is in is called more than once, with different rows',
    instead: 'declare its columns: evaluate … : (…)',
  }),
  'plugin-too-many-columns': row('over-budget', (reason: string) => ({ what: 'this plugin', why: reason })),
  'plugin-arguments': row('unsupported-form', (plugin: string, count: number) => ({
    what: `this form of ${plugin}`,
    why: `only its first ${count} arguments are implemented`,
  })),
  'declared-column-type': row('type-mismatch', (column: string, type: string, own: string) => ({
    what: `the column ${column} as ${type}`,
    why: `it is ${own}`,
  })),

  'bag-unpack-value': row('unsettled-edge', (value: string) => ({
    what: `bag_unpack of ${value}`,
    why: 'only bags and nulls have settled columns',
  })),
  'bag-unpack-ignored': row('undocumented', {
    what: 'ignoredProperties of bag_unpack',
    why: 'anything but an array of texts is not documented',
  }),
  'bag-unpack-empty-key': row('unsettled-edge', {
    what: 'bag_unpack of a bag with an empty key',
    why: 'the name of its column is not settled',
  }),
  'bag-unpack-subject': row('not-a-column', {
    what: 'this bag_unpack',
    why: 'its first argument must be a dynamic column',
  }),
  'bag-unpack-conflict': row('invalid-argument', (conflicts: string) => ({
    says: `columnsConflict must be one of ${conflicts}`,
  })),
  'bag-unpack-taken': row('invalid-argument', (column: string) => ({
    says: `bag_unpack: the input already has a column ${column}`,
    instead: "add columnsConflict='replace_source'",
  })),
  'bag-unpack-prefix': row('unresolved-columns', (column: string) => ({
    what: `the column ${column}`,
    why: 'it lacks the prefix that bag_unpack adds',
  })),
  'lookup-address': row('type-mismatch', { what: 'this argument', why: 'an address must be a string' }),
  'pivot-aggregate': row('not-scalar', { what: 'this aggregate', why: 'pivot needs one aggregate of one column' }),
  'pivot-function': row('unsupported-function', (call: string) => ({
    what: `pivot with ${call}()`,
    why: 'it is not implemented',
  })),
  'pivot-empty': row('invalid-argument', {
    says: 'pivot: an empty value cannot be the name of a column',
    instead: 'filter with isnotempty(…) first',
  }),
  'pivot-taken': row('invalid-argument', (value: string) => ({
    says: `pivot: the value ${value} is also the name of a key column`,
  })),
  'plugin-time-type': row('undocumented', (plugin: string, type: string) => ({
    what: `${plugin} over a column of type ${type}`,
    why: 'its time line is documented for whole numbers, datetimes and timespans',
  })),
  'rolling-window': row('not-constant', { what: 'this window', why: 'it must be a constant number of bins' }),
  'rows-near-order': row('undocumented', {
    what: 'rows_near over unsorted rows',
    why: 'which rows are near is not documented',
    instead: 'sort or serialize the rows first',
  }),
  'sliding-window-size': row('unsupported-form', {
    what: 'this sliding_window_counts',
    why: 'its window is not a whole number of bins',
  }),
  'sliding-window-bins': row('over-budget', {
    what: 'this sliding_window_counts',
    why: 'its window has too many bins',
  }),
  'sliding-window-outside': row('undocumented', {
    what: 'sliding_window_counts',
    why: 'rows outside its start and end lie within its windows',
  }),
  'plugin-step-gap': row('undocumented', (plugin: string) => ({
    what: plugin,
    why: 'a step between others has no rows',
  })),
}
