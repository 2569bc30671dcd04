import { row } from './refusal-row.ts'

/** Refusals of tabular operators. */
export const operatorRefusals = {
  'operator-unsupported': row('unsupported-operator', (operator: string) => ({
    what: `the operator ${operator}`,
    why: 'it is not implemented',
  })),
  'operator-schema-only': row('unsupported-operator', {
    what: 'the operator assert-schema',
    why: 'it checks a schema and returns nothing that a detection needs',
  }),
  'operator-no-rows': row('unsupported-operator', { what: 'the operator consume', why: 'it returns no rows' }),
  'operator-cache': row('unsupported-operator', {
    what: 'the operator execute-and-cache',
    why: 'a replay has no cache of results to fill',
  }),
  'operator-several-tables': row('unsupported-operator', (operator: string, instead: string) => ({
    what: `the operator ${operator}`,
    why: 'it returns several tables',
    instead: `use ${instead}`,
  })),
  'operator-other-workspaces': row('not-recorded', {
    what: 'the operator macro-expand',
    why: 'only the data of this workspace is recorded',
  }),
  reduce: row('undocumented', { what: 'reduce', why: 'how the service groups texts is not documented' }),

  'unsettled-operand': row('unsettled-edge', (what: string, edge: string) => ({
    what: `${what} ${edge}`,
    why: 'its result is not settled',
  })),
  'join-kind': row('unsupported-operator', (kind: string) => ({
    what: `the join kind ${kind}`,
    why: 'it is not implemented',
  })),
  'join-key-one-side': row('unsupported-form', {
    what: 'this join key',
    why: 'both sides need a column of that name',
    instead: 'write $left.a == $right.b',
  }),
  'join-key-dynamic': row('undocumented', {
    what: 'a join by a dynamic',
    why: 'which values are equal is not documented',
    instead: 'convert both sides first, for example with tostring(…)',
  }),
  'join-condition': row('unsupported-form', {
    what: 'this join condition',
    why: 'only equality of columns is implemented',
    instead: 'write $left.a == $right.b, and filter with where after the join',
  }),

  'union-inner': row('undocumented', (column: string) => ({
    what: 'union kind=inner',
    why: `what becomes of ${column}, whose type differs between the tables, is not documented`,
  })),
  'union-inner-columns': row('undocumented', {
    what: 'union kind=inner',
    why: 'its tables have no column in common',
  }),
  'union-no-tables': row('no-rows', { what: 'this union', why: 'none of its tables exists' }),
  'scope-of-data': row('unsupported-option', { what: 'datascope', why: 'recorded tables have no hot and cold data' }),
  'find-option': row('unsupported-option', { what: 'this option of find', why: 'it is not implemented' }),
  'find-unnamed-table': row('unsupported-form', {
    what: 'this find',
    why: 'one of its tables has no name',
    instead: 'name it: let T = view () { … }; find in (T)',
  }),
  'find-pack-after-columns': row('unsettled-edge', {
    what: 'pack(*) after columns',
    why: 'the documentation says both that it repeats those columns and that it does not',
  }),
  'find-column-taken': row('name-taken', (column: string) => ({
    what: 'this find',
    why: `a table has a column named ${column}`,
  })),
  'find-mixed-condition': row('type-mismatch', (column: string) => ({
    what: `a condition on ${column}`,
    why: 'its type differs between the tables',
    instead: 'use union and where',
  })),
  'find-mixed-column': row('type-mismatch', (column: string) => ({
    what: `the column ${column}`,
    why: 'its type differs between the tables',
    instead: `write project ${column}:string`,
  })),
  'find-column-type': row('type-mismatch', (column: string, type: string, own: string) => ({
    what: `the column ${column} as ${type}`,
    why: `in one of the tables it is ${own}`,
  })),
  'search-window-function': row('undocumented', {
    what: 'a window function in search',
    why: 'its order of rows is not documented',
    instead: 'use where',
  }),
  'search-not-term': row('undocumented', {
    what: 'not() of a search term',
    why: 'its meaning is not documented',
    instead: 'write where not(* has "…")',
  }),
  'search-case': row('unsupported-form', (operator: string) => ({
    what: `${operator} in a case-sensitive search`,
    why: 'the operator ignores case',
  })),

  'make-series-axis': row('undocumented', (type: string) => ({
    what: `a make-series axis of type ${type}`,
    why: 'its bins are not documented',
  })),
  'make-series-nonempty': row('undocumented', {
    what: 'kind=nonempty',
    why: 'it is documented only without `by`, and with `from` and `to`',
  }),
  'make-series-range-type': row('type-mismatch', (type: string, wanted: string) => ({
    what: 'this make-series',
    why: `its range is ${type}, not ${wanted}`,
  })),
  'make-series-range': row('unsupported-form', {
    what: 'this range of make-series',
    why: 'it is not implemented',
    instead: 'write from … to … step …',
  }),
  'make-series-step': row('unsettled-edge', {
    what: 'make-series with a step that is not positive',
    why: 'its bins are not settled',
  }),
  'range-type': row('undocumented', (type: string) => ({
    what: `a range of type ${type}`,
    why: 'ranges are documented for whole numbers, reals, datetimes and timespans',
  })),
  'make-series-default': row('undocumented', (type: string) => ({
    what: `a default of type ${type}`,
    why: 'the series of make-series are documented for numbers only',
  })),
  'make-series-start': row('undocumented', {
    what: 'make-series … in range(…)',
    why: 'its start is not a multiple of its step, and which rows the edges take is not documented',
    instead: 'write from … to … step …',
  }),
  'make-series-end': row('undocumented', {
    what: 'make-series … in range(…)',
    why: 'a row of the last bin lies after the end, and whether it counts is not documented',
    instead: 'write from … to … step …',
  }),
  'make-series-length': row('over-budget', {
    what: 'make-series',
    why: 'the series would have more than 1,048,576 points',
    instead: 'use a longer step',
  }),

  'mv-expand-name': row('unresolved-columns', {
    what: 'this expression in mv-expand',
    why: 'its column has no name',
    instead: 'write name = …',
  }),
  'mv-expand-type': row('type-mismatch', (type: string) => ({
    what: `\`${type}\``,
    why: 'mv-expand converts to one scalar type',
  })),

  'parse-kv-key-taken': row('name-taken', (key: string) => ({
    what: `the key ${key}`,
    why: 'the input has a column of that name',
    instead: 'remove the column first with project-away',
  })),
  'parse-kv-delimiters': row('unsettled-edge', {
    what: 'parse-kv with these delimiters',
    why: 'it is not settled what delimiters or quotes that are empty, and two that are equal, separate',
  }),
  'parse-kv-quotes': row('invalid-argument', {
    says: 'a quote of parse-kv has one or two characters, and an escape has one',
  }),
  'parse-kv-delimiter': row('unsupported-form', {
    what: 'one delimiter alone',
    why: 'pairs and keys each need one',
    instead: 'give both pair_delimiter and kv_delimiter',
  }),
  'parse-kv-groups': row('invalid-argument', {
    says: 'the regular expression of parse-kv needs exactly two capturing groups',
  }),
  'parse-kv-quote': row('unsettled-edge', {
    what: 'parse-kv of a text with an opening quote alone',
    why: 'where its value ends is not settled',
  }),
  'parse-kv-blank': row('unsettled-edge', {
    what: 'parse-kv',
    why: 'whether a value is empty where a blank and another pair follow is not settled',
  }),
  'parse-where-kind': row('invalid-argument', { says: 'parse-where takes only kind=simple and kind=regex' }),
  'parse-flags': row('invalid-argument', { says: 'flags are allowed only with kind=regex', instead: 'add kind=regex' }),
  'parse-empty-text': row('invalid-argument', { says: 'a pattern cannot contain an empty text' }),
  'parse-ambiguous': row('invalid-argument', { says: "a '*' after a string column is ambiguous" }),
  'parse-end-of-time': row('unsettled-edge', (type: string) => ({
    what: 'this pattern',
    why: `where a ${type} with nothing after it ends is not settled`,
  })),
  'parse-ungreedy-time': row('unsettled-edge', (type: string) => ({
    what: 'this pattern',
    why: `how far a ${type} reaches under the flag U is not settled`,
  })),
  'parse-skip-column': row('unsupported-form', {
    what: 'this pattern',
    why: "a column needs a constant between it and the '*' before it",
  }),
  'parse-two-columns': row('unsupported-form', {
    what: 'this pattern',
    why: 'two columns need a constant between them',
  }),
  'parse-column-skip': row('unsupported-form', (type: string) => ({
    what: 'this pattern',
    why: `a ${type} column needs a constant between it and the '*' after it`,
  })),
  'parse-time-skip': row('unsettled-edge', (type: string, text: string) => ({
    what: `a ${type} before '*' in ${text}`,
    why: 'where it ends is not settled',
    instead: 'write a constant between it and the *',
  })),
  'parse-part': row('unsupported-form', (text: string) => ({
    what: `\`${text}\``,
    why: 'this part of a pattern is not implemented',
  })),

  'partition-form': row('undocumented', {
    what: 'this form of partition',
    why: 'it is not documented',
    instead: 'write partition by k (…)',
  }),
  'partition-real-key': row('undocumented', {
    what: 'partition by a real',
    why: 'whether NaN makes a partition is not documented',
    instead: 'partition by tostring(…) of it',
  }),
  'partition-reads-twice': row('unsupported-form', {
    what: 'this partition',
    why: 'its subquery reads its own rows twice',
  }),
  'partition-keys': row('invalid-argument', {
    says: 'partition over more than 64 keys needs hint.strategy=native',
    instead: 'add hint.strategy=native',
  }),

  'scan-form': row('undocumented', { what: 'this form of scan', why: 'it is not documented' }),
  'scan-order': row('undocumented', {
    what: 'scan over unsorted rows',
    why: 'the order in which it sees them is not documented',
    instead: 'sort the rows first',
  }),
  'scan-name-taken': row('name-taken', (name: string) => ({
    what: `the declaration of ${name}`,
    why: 'the input has a column of that name, or its type is unknown',
  })),
  'scan-output': row('undocumented', {
    what: 'output=last for a row that matches',
    why: 'where a series of repeated matches ends is not documented',
  }),
  'scan-optional': row('undocumented', { what: 'an optional step', why: 'it is not documented' }),

  'graph-result': row('unsupported-form', {
    what: 'a graph as a result',
    why: 'its form as a table is not documented',
    instead: 'add graph-match',
  }),
  'graph-source': row('unsupported-form', (graph: string) => ({
    what: `the graph ${graph}`,
    why: 'only graphs that make-graph builds, directly or in a let, are implemented',
  })),
  'graph-partitions': row('unsupported-option', { what: 'partitioned-by', why: 'it is not implemented' }),
  'graph-undirected': row('undocumented', {
    what: 'a graph without directions',
    why: 'the service does not offer it yet',
    instead: 'write -->, and -[e]- in the pattern',
  }),
  'graph-id-type': row('unsettled-edge', (type: string) => ({
    what: `an id of type ${type} for nodes`,
    why: 'which of its values are equal is not settled',
    instead: 'convert it to a string',
  })),
  'graph-id-types': row('invalid-argument', (type: string, other: string) => ({
    says: `the ids of nodes are of two types: ${type} and ${other}`,
  })),
  'graph-node-twice': row('unsettled-edge', {
    what: 'a node in two tables',
    why: 'the documentation says that its properties are merged, and the service keeps those of one table',
    instead: 'write one table of nodes',
  }),
  'graph-property-types': row('type-mismatch', (name: string) => ({
    what: `the property ${name} of nodes`,
    why: 'its type differs between the tables',
  })),
  'graph-variable-twice': row('unsettled-edge', (name: string) => ({
    what: `the variable ${name} for two edges, or an edge and a node,`,
    why: 'what it binds is not settled',
  })),
  'graph-disconnected': row('invalid-argument', {
    says: 'the sequences of a pattern must be connected by the nodes that they share',
  }),
  'graph-bound': row('not-constant', {
    what: 'this bound of a path',
    why: 'it is not a number',
    instead: 'write *1..3',
  }),
  'graph-bounds': row('invalid-argument', (from: number, to: number) => ({
    says: `a path has no lengths from ${from} to ${to}`,
  })),
  'graph-path-length': row('over-budget', (most: number) => ({
    what: 'this path',
    why: `paths have up to ${most} edges`,
  })),
  'graph-branches': row('over-budget', (most: number) => ({
    what: 'this pattern',
    why: `its paths have more than ${most} combinations of lengths`,
  })),
  'graph-project': row('invalid-argument', { says: 'graph-match needs a project clause' }),
  'graph-cycles': row('invalid-argument', (cycles: string) => ({
    says: `cycles is all, none or unique_edges, not ${cycles}`,
  })),
  'graph-no-cycles': row('unsettled-edge', {
    what: 'cycles=none with this pattern',
    why: 'what it leaves out is not settled for several paths, paths without edges, two edges between the same nodes, and one from a node to itself',
  }),
  'graph-path-property': row('invalid-argument', (path: string) => ({
    says: `a condition about the path ${path} needs all(), any() or map()`,
  })),
  'graph-path-needed': row('invalid-argument', (text: string) => ({
    says: `all(), any() and map() are about a path or its inner_nodes(), not ${text}`,
  })),
  'graph-whole': row('unsupported-form', (name: string) => ({
    what: `the element ${name} as a whole`,
    why: 'the official parser gives it no type',
    instead: `write its properties: ${name}.…`,
  })),
  'graph-column-name': row('unsettled-edge', (text: string) => ({
    what: `\`${text}\` without a name`,
    why: 'the service and the official parser name its column differently',
    instead: 'write name = …',
  })),
  'graph-function': row('unsupported-function', (name: string) => ({
    what: `${name}() in graph-match`,
    why: 'it is not implemented',
  })),

  'sort-type': row('undocumented', (type: string) => ({
    what: `sorting by a ${type}`,
    why: 'which of two values is greater is not documented',
    instead: 'sort by tostring(…) of it',
  })),
  'sort-key': row('not-a-column', { what: 'this sort key', why: 'it does not depend on a column' }),
  'top-hitters-tie': row('undocumented', {
    what: 'top-hitters',
    why: 'several groups are equal at the last rank, and which of them is kept is not documented',
  }),
  'top-nested-others': row('undocumented', {
    what: 'this form of with others',
    why: 'it is documented only for a constant text among texts',
  }),
  'top-nested-none-left': row('undocumented', {
    what: 'with others',
    why: 'a level leaves no row out, and whether it has a row for them is not documented',
  }),
  'distinct-arithmetic': row('unsettled-edge', {
    what: 'arithmetic without a name in distinct',
    why: 'the number in its column’s name is not settled',
    instead: 'write name = …',
  }),
  'datatable-rows': row('invalid-argument', { says: 'the values do not fill whole rows' }),
  'datatable-cell': row('not-constant', { what: 'this cell of datatable', why: 'only literals are supported' }),
  'datatable-cell-type': row('type-mismatch', (type: string, wanted: string) => ({
    what: 'this cell of datatable',
    why: `it is ${type}, not ${wanted}`,
  })),
  'summarize-aggregate': row('invalid-argument', { says: 'summarize needs an aggregate here' }),
  'too-many-rows': row('invalid-argument', { says: 'the result has more rows than truncationmaxrecords allows' }),
}
