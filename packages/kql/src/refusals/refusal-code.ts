import type { QueryErrorKind } from '../world/query-diagnostic.ts'

/** A code that users can look up: one kind of reason why a query returns no rows. */
export interface CodeEntry {
  readonly kind: QueryErrorKind
  /** Completes "The query is refused because …", written as a sentence of its own. */
  readonly means: string
  /** Why it is refused, or reported. */
  readonly why: string
  /** A query that is refused with this code, and one that is not; absent if only data or time decides. */
  readonly example?: string
  readonly instead?: string
  /** What to do, if no query shows it. */
  readonly advice?: string
}

const entries = <const Entries extends Readonly<Record<string, CodeEntry>>>(table: Entries): Entries => table

/** The codes of Tripline's own messages about a query; the official parser's begin with KS. */
export const refusalCodes = entries({
  'unsupported-operator': {
    kind: 'unsupported',
    means: 'A tabular operator, or this kind of join, is not supported.',
    why: 'Sentinel runs the operator; the engine that replays rules does not have it.',
    example: 'SigninLogs | fork (take 1) (count)',
    instead: 'union (SigninLogs | take 1), (SigninLogs | count)',
  },
  'unsupported-function': {
    kind: 'unsupported',
    means: 'A function or an operator on values is not supported.',
    why: 'Sentinel runs the function; the engine does not have it, or it works on sketches in the service’s own format.',
    example: 'SigninLogs | summarize t = tdigest(strlen(Location)) | project percentiles_array_tdigest(t, 5, 95)',
    instead: 'SigninLogs | summarize percentiles_array(strlen(Location), 5, 95)',
  },
  'unsupported-plugin': {
    kind: 'unsupported',
    means: 'A plugin of evaluate is not supported.',
    why: 'Its result is a heuristic of the service, or it returns several tables, or it is not implemented.',
    example: 'SigninLogs | project ResultType, Location | evaluate preview(5)',
    instead: 'SigninLogs | project ResultType, Location | take 5',
  },
  'unsupported-option': {
    kind: 'unsupported',
    means: 'An option, property or clause is not supported.',
    why: 'An option may change the rows, so one whose effect is not implemented is never ignored.',
    example: 'set truncationmaxsize=1000; SigninLogs',
    instead: 'SigninLogs | take 1000',
  },
  'unsupported-form': {
    kind: 'unsupported',
    means: 'A way of writing an expression, a key or a pattern is not supported.',
    why: 'The operator or function is supported, but not in this form.',
    example: 'SigninLogs | partition by Location (as P | extend n = toscalar(P | count))',
    instead: 'SigninLogs | join kind=inner (SigninLogs | summarize n = count() by Location) on Location',
  },
  'unsupported-statement': {
    kind: 'unsupported',
    means: 'A statement other than let, set, declare pattern and declare query_parameters is not supported.',
    why: 'Access rules and names of other workspaces have no meaning for recorded logs.',
    example: 'restrict access to (SigninLogs); SigninLogs',
    instead: 'SigninLogs',
  },
  undocumented: {
    kind: 'unsupported',
    means: 'The documentation does not say what Kusto returns.',
    why: 'A guess could be a wrong row, and a wrong row is worse than none.',
    example: 'SigninLogs | reduce by UserPrincipalName',
    instead: 'SigninLogs | summarize count() by UserPrincipalName',
  },
  'unsettled-edge': {
    kind: 'unsupported',
    means: 'Neither the documentation nor a recorded answer of the service settles this edge case.',
    why: 'Sources contradict each other, or the service treats the value inconsistently. A guess could be a wrong row.',
    example: 'SigninLogs | extend n = -parse_json(Status)',
    instead: 'SigninLogs | extend n = -tolong(parse_json(Status))',
  },
  'not-constant': {
    kind: 'unsupported',
    means: 'A value must be known before any row is read, but is not.',
    why: 'The plan, or the columns of the result, depend on the value. Write it as a literal, or as a let with a literal value.',
    example: 'SigninLogs | summarize percentile(strlen(Location), strlen(ResultType))',
    instead: 'SigninLogs | summarize percentile(strlen(Location), 95)',
  },
  'not-a-column': {
    kind: 'unsupported',
    means: 'A plain column is required, but something else is given.',
    why: 'The argument names a column to work on; an expression has no name. Extend a column with it first.',
    advice: 'Extend a column with the expression first, and name that column.',
  },
  'not-scalar': {
    kind: 'unsupported',
    means: 'A single value is required, but a table or several columns are given.',
    why: 'A table becomes a value through toscalar(), and a function of several columns through one of its columns.',
    advice: 'Write toscalar(…) around a table, or pick one column of a function that returns several.',
  },
  'type-mismatch': {
    kind: 'unsupported',
    means: 'A value has an unsupported type.',
    why: 'The official binder accepts the type, but how the service treats it is not known. Convert the value first.',
    example: 'print x = around(datetime(2026-01-01), 1, 2)',
    instead: 'print x = around(datetime(2026-01-01), datetime(2026-01-02), 2d)',
  },
  'unresolved-columns': {
    kind: 'unsupported',
    means: 'Columns, or their types, could not be determined.',
    why: 'They depend on data, or on a construct that the official binder and the engine treat differently. Declare the columns, or name them.',
    advice: 'Name the columns with project, and declare those of a plugin: evaluate plugin(…) : (name: type, …).',
  },
  'name-taken': {
    kind: 'unsupported',
    means: 'A new column would have the name of an existing one.',
    why: 'Later references would be ambiguous. Rename one of the columns first.',
    example: 'SigninLogs | parse-kv Status as (Location: string) with (pair_delimiter=",", kv_delimiter="=")',
    instead:
      'SigninLogs | project-away Location | parse-kv Status as (Location: string) with (pair_delimiter=",", kv_delimiter="=")',
  },
  'not-reproducible': {
    kind: 'unsupported',
    means: 'The result differs from run to run.',
    why: 'A test that replays a rule must give the same result every time.',
    example: 'SigninLogs | where rand() < 0.1',
    instead: 'SigninLogs | where hash(CorrelationId, 10) == 0',
  },
  'not-recorded': {
    kind: 'unsupported',
    means: 'The query reads data that is not recorded.',
    why: 'Nothing is fetched during a replay: other workspaces, URLs and databases of the service are out of reach unless a file replaces them.',
    example: 'externaldata (ip: string) ["https://feeds.example/ips.csv"]',
    advice:
      'Name a file for the URL under externalData in tripline.yaml or in the test, or record the data as a table.',
  },
  'unsupported-regex': {
    kind: 'unsupported',
    means: 'A regular expression is not valid, or too large.',
    why: 'Kusto’s own regular expression engine rejects it, or it needs more memory than allowed.',
    example: 'SigninLogs | where Location matches regex @"a)b"',
    instead: 'SigninLogs | where Location matches regex @"a\\)b"',
  },
  'over-precision': {
    kind: 'unsupported',
    means: 'A decimal has more digits than the engine carries.',
    why: 'Decimals have 20 digits before the point and 18 after it; a longer one would be silently truncated.',
    example: 'print x = decimal(123456789012345678901.5)',
    instead: 'print x = decimal(12345678901234567890.5)',
  },
  'no-rows': {
    kind: 'unsupported',
    means: 'The text does not end in a query that returns rows with columns.',
    why: 'A rule needs a table as its result. A single value becomes one with print.',
    example: 'let x = 1; x + 1',
    instead: 'let x = 1; print x + 1',
  },
  'parser-fails': {
    kind: 'unsupported',
    means: 'The official parser itself fails on the query.',
    why: 'Nothing can be said about a query that cannot be parsed. This is rare, and a fault of the parser.',
    advice: 'Write the query differently, and split it into smaller steps to find the part that fails.',
  },
  'over-budget': {
    kind: 'unsupported',
    means: 'An operator would produce more than the engine allows.',
    why: 'Columns created from data, points of a series and texts within functions are limited, so that no query exhausts memory.',
    example:
      'range t from datetime(2020-01-01) to datetime(2020-01-02) step 1h | extend u = "a" | evaluate sliding_window_counts(u, t, datetime(2020-01-01), datetime(2020-01-02), 1000000d, 1h)',
    advice: 'Use fewer columns, wider bins or shorter texts.',
  },
  'invalid-argument': {
    kind: 'semantic',
    means: 'Kusto rejects an argument, although the official binder accepts it.',
    why: 'The service checks more than its published parser. Sentinel would reject the rule, or its first run would fail.',
    example: 'SigninLogs | extend x = bin_auto(CreatedDateTime)',
    instead: 'SigninLogs | extend x = bin(CreatedDateTime, 1h)',
  },
  'faulty-function': {
    kind: 'semantic',
    means: 'A function of the workspace that the query calls has an error.',
    why: 'The official binder finds errors in the body of a function only where it is written. The query is right, but cannot be answered.',
    advice:
      'Run tripline check on the file of the function. In a test, rows can also be given for the function itself.',
  },
  'needs-order': {
    kind: 'semantic',
    means: 'A window function is used over rows without an order.',
    why: 'prev(), next(), row_number() and the like depend on neighbouring rows. Kusto rejects them unless the rows are sorted or serialized.',
    example: 'SigninLogs | extend n = row_number()',
    instead: 'SigninLogs | sort by TimeGenerated asc | extend n = row_number()',
  },
  'literal-out-of-range': {
    kind: 'semantic',
    means: 'A literal is outside the range of its type.',
    why: 'Kusto rejects it.',
    example: 'print x = 9223372036854775808',
    instead: 'print x = 9223372036854775807',
  },
  unavailable: {
    kind: 'semantic',
    means: 'A Log Analytics workspace does not have this plugin or function.',
    why: 'It is part of Azure Data Explorer; Sentinel would reject the query.',
    example: 'SigninLogs | evaluate python(typeof(*), "result = df")',
    advice: 'Rewrite the query without it: a detection can only use what a workspace has.',
  },
  'not-a-query': {
    kind: 'semantic',
    means: 'The text is a management command.',
    why: 'Commands that begin with a dot manage a cluster; a rule can only run queries.',
    example: '.show tables',
    instead: 'SigninLogs',
  },
  'undeclared-watchlist': {
    kind: 'semantic',
    means: 'The query reads a watchlist that the project does not declare.',
    why: 'It has no rows in a replay, so the rule may stay quiet for that reason alone.',
    advice: 'Declare it under watchlists in tripline.yaml, with the file that holds its rows.',
  },
  'too-long': {
    kind: 'limit',
    means: 'The query, or a list in it, is longer than Tripline accepts.',
    why: 'The time to parse, bind and plan a query grows faster than its length. The limits are far above what real detections need.',
    advice:
      'Shorten the query: a watchlist or a custom table instead of a long list, a function instead of repeated text.',
  },
  'too-deep': {
    kind: 'limit',
    means: 'The query is nested more deeply than Tripline accepts.',
    why: 'The time to parse a query multiplies with every level. The limits are far above what real detections need.',
    advice: 'Give inner parts a name with let, or use lists (in, has_any) instead of nested conditions.',
  },
  'too-many-uses': {
    kind: 'limit',
    means: 'The query and everything it refers to have too many uses of names.',
    why: 'A let that uses another twice, which uses another twice, doubles the work at every level.',
    advice: 'Refer to a let or function that expands to many others only once, for example with materialize().',
  },
  'too-slow': {
    kind: 'runtime',
    means: 'The analysis of the query took too long.',
    why: 'Real queries take hundredths of a second; analysis ends after 30 s.',
    advice: 'Simplify the query.',
  },
  timeout: {
    kind: 'runtime',
    means: 'The run took longer than --timeout.',
    why: 'No query may block a command.',
    advice: 'Filter earlier, join less, or raise --timeout.',
  },
  'out-of-memory': {
    kind: 'runtime',
    means: 'The run needed more memory than a query may use.',
    why: 'A query may use 4 GB.',
    advice: 'Filter earlier, keep fewer columns, or join less.',
  },
  'result-too-large': {
    kind: 'runtime',
    means: 'The result has more rows, or longer values, than a result may hold.',
    why: 'A detection returns few rows; a result of that size is nearly always a missing filter.',
    advice: 'Filter, summarize or take.',
  },
  'out-of-range': {
    kind: 'runtime',
    means: 'A computed value is outside the range of its type.',
    why: 'The service returns null or fails, depending on the function; nothing is guessed.',
    advice: 'Filter out such values before computing with them.',
  },
  'no-time': {
    kind: 'runtime',
    means: 'The query needs the current time, but none was given.',
    why: 'Time is an input, so that a run can be repeated.',
    advice: 'Set the time: --at for query and run, at in a request.',
  },
  'engine-failure': {
    kind: 'runtime',
    means: 'The database could not run the query.',
    why: 'This is a bug in Tripline: a query that is accepted should run.',
    advice: 'Please report it, with the query.',
  },
})

export type RefusalCode = keyof typeof refusalCodes
