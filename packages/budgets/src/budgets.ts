/** How much one input may cost. */
export interface Budget {
  /** In `unit`. */
  readonly limit: number
  readonly unit: 'bytes' | 'rows' | 'runs' | 'alerts' | 'values' | 'columns' | 'comparisons' | 'times --timeout'
  /** The message about an input that costs more; `{limit}` is replaced. */
  readonly says: string
  /** What to do instead. */
  readonly instead: string
  readonly why: string
}

const MiB = 2 ** 20

/**
 * Every limit on what a file or a query may cost. Limits do not depend on the machine, so results do not either; only those
 * in `times --timeout` depend on the clock. Sized for Node's default heap on a machine with 4 GB of memory, which is 2 GB.
 */
export const budgets = {
  'text-file': {
    limit: 16 * MiB,
    unit: 'bytes',
    says: 'the file is larger than {limit}',
    instead: 'split it; logs belong in recorded files',
    why: 'Rules, tests, `tripline.yaml`, queries, plans and templates. The largest templates of published solutions have 6 MB.',
  },
  'yaml-values': {
    limit: 500_000,
    unit: 'values',
    says: 'the document has more than {limit}',
    instead: 'split it; logs belong in recorded files',
    why: 'A value takes about 500 bytes with its position. An alias counts once; repetition by aliases has its own limit.',
  },
  'recorded-file': {
    limit: 512 * MiB - 32,
    unit: 'bytes',
    says: 'the file is larger than {limit}',
    instead: 'split it, or record a shorter time',
    why: 'The longest string of JavaScript. A log that the database reads has no such limit.',
  },
  'unpacked-file': {
    limit: 256 * MiB,
    unit: 'bytes',
    says: 'the file unpacks to more than {limit}',
    instead: 'split or unpack it, or record a shorter time',
    why: 'Files that end in `.gz` or `.zst`, and pages of Parquet files.',
  },
  'unpacked-log': {
    limit: 4096 * MiB,
    unit: 'bytes',
    says: 'the file unpacks to more than {limit}',
    instead: 'split or unpack it',
    why: 'Logs that end in `.gz` or `.zst` and that the database reads. They are unpacked to the temporary folder.',
  },
  'recorded-row': {
    limit: 4 * MiB,
    unit: 'bytes',
    says: 'the record is longer than {limit}',
    instead: 'check that the file has one record per line and that quotes are closed',
    why: 'The service cuts a value at 1 MB.',
  },
  'data-rows': {
    limit: 2_000_000,
    unit: 'rows',
    says: 'all data together has more than {limit}',
    instead: 'split the data, or record a shorter time',
    why: 'All data of a case, a command or a batch request. Files that the database reads do not count.',
  },
  'data-size': {
    limit: 1024 * MiB,
    unit: 'bytes',
    says: 'all data together takes more than {limit} of memory',
    instead: 'split the data, or record a shorter time',
    why: 'As `data-rows`. A row counts 64 bytes, each column of its table 8, and a text 24 plus its length.',
  },
  'case-runs': {
    limit: 120_000,
    unit: 'runs',
    says: 'the schedule has more than {limit}',
    instead: 'narrow the replay or split it into cases',
    why: 'A year of a rule that runs every 5 minutes has 105,120, and 11 weeks of a near-real-time rule 110,880.',
  },
  'case-time': {
    limit: 20,
    unit: 'times --timeout',
    says: 'the case takes longer than {limit}',
    instead: 'narrow the replay, split the case or raise --timeout',
    why: '10 minutes by default. Over little data, a run takes a few milliseconds.',
  },
  'file-time': {
    limit: 60,
    unit: 'times --timeout',
    says: 'the cases before this one took longer than {limit}',
    instead: 'split the file or raise --timeout',
    why: '30 minutes by default. The cases of other files still run.',
  },
  'case-alerts': {
    limit: 10_000,
    unit: 'alerts',
    says: 'the case raises more than {limit}',
    instead: 'narrow the replay',
    why: 'A month of a rule that runs every 5 minutes and always fires has 8,928.',
  },
  'case-report': {
    limit: 32 * MiB,
    unit: 'bytes',
    says: 'the alerts of the case take more than {limit} as JSON',
    instead: 'narrow the replay or map fewer entities',
    why: 'One alert has at most 64 KB of entities, and most have less than 2 KB in all.',
  },
  'test-report': {
    limit: 256 * MiB,
    unit: 'bytes',
    says: 'the alerts of all cases so far take more than {limit} as JSON',
    instead: 'test fewer files at a time',
    why: 'Alerts are kept until all cases have run. Up to 64 KB per case are always kept.',
  },
  'case-comparisons': {
    limit: 2_000_000,
    unit: 'comparisons',
    says: 'comparing all expected with all raised alerts and entities takes more than {limit}',
    instead: 'narrow the replay or expect fewer alerts',
    why: 'Five hundred alerts of three entities each, all of them expected, take 1,750,000.',
  },
  'result-rows': {
    limit: 500_000,
    unit: 'rows',
    says: 'the query returns more than {limit}',
    instead: 'end it with summarize, top or take',
    why: 'The limit of the service.',
  },
  'result-size': {
    limit: 80 * MiB,
    unit: 'bytes',
    says: 'the result of the query takes more than {limit}',
    instead: 'end it with summarize, top, take or project',
    why: 'The service returns at most 64 MB. A cell counts 8 bytes plus the length of its text.',
  },
  'result-value': {
    limit: 8 * MiB,
    unit: 'bytes',
    says: 'the query computes a value of more than {limit}',
    instead: 'shorten it with substring or array_slice, or collect less',
    why: 'Arguments and results of functions, and cells of the result. The service cuts values at 1 MB; its longest list, of 1,048,576 numbers, has 7 MB.',
  },
  'data-columns': {
    limit: 1_000,
    unit: 'columns',
    says: 'the data creates more than {limit}',
    instead: 'declare the columns (evaluate … : (…)), or filter the rows before',
    why: 'Columns of `bag_unpack` and `pivot`, which come from rows. A table of a workspace has at most 500.',
  },
  'function-texts': {
    limit: 512 * MiB,
    unit: 'bytes',
    says: 'the arguments and results of a function for 2,048 rows take more than {limit}',
    instead: 'shorten the values with substring or array_slice, or filter the rows before',
    why: 'This many rows are held at once. With 64 KB each, the longest value of most tables, they would take 128 MB.',
  },
  'batch-request': {
    limit: 16 * MiB,
    unit: 'bytes',
    says: 'the request is longer than {limit}',
    instead: 'name recorded files in it',
    why: 'One line of `query --batch`.',
  },
  'http-request': {
    limit: 64 * MiB,
    unit: 'bytes',
    says: 'the request is larger than {limit}',
    instead: 'send less at once',
    why: 'The body of a request to the emulator.',
  },
} as const satisfies Readonly<Record<string, Budget>>

export type BudgetName = keyof typeof budgets
