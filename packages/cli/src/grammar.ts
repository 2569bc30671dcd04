import type { InferredOptionTypes, Options } from 'yargs'

interface Verb {
  /** The verb and its positionals as yargs writes them. */
  readonly usage: string
  readonly summary: string
  readonly positionals: Readonly<Record<string, Options>>
  readonly options: Readonly<Record<string, Options>>
}

const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const
const texts = (describe: string) => ({ type: 'string', array: true, requiresArg: true, describe }) as const
const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const
const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names, describe: string) =>
  ({
    choices: names as readonly Names[number][],
    default: names[0] as Names[number],
    requiresArg: true,
    describe,
  }) as const

const format = <const Names extends readonly [string, ...string[]]>(...names: Names) => oneOf(names, 'how to report')

const paths = {
  type: 'string',
  array: true,
  describe: 'files or folders (default: those listed in tripline.yaml)',
} as const
const workspace = text('a workspace of tripline.yaml; local is a running emulator')
const data = text('folder of recorded logs, one <Table>.jsonl, .csv, .parquet … per table')
const at = text('the time that now() answers, as 2026-03-02T10:00:00Z')
const timeout = { ...text('how long one query may take'), default: '30s' } as const

/** Every command by its verb. */
export const grammar = {
  init: {
    usage: 'init [folder]',
    summary: 'begin a project: tripline.yaml, a rule and its tests',
    positionals: { folder: { type: 'string', describe: 'folder of the project (default: the current folder)' } },
    options: {},
  },
  new: {
    usage: 'new <rule>',
    summary: 'write a rule to start from, and its tests beside it',
    positionals: { rule: { type: 'string', demandOption: true, describe: 'the file, as detections/NAME.yaml' } },
    options: { name: text('name of the rule (default: made from the file name)') },
  },
  check: {
    usage: 'check [paths..]',
    summary: 'judge rules and tests without running them',
    positionals: { paths },
    options: {
      format: format('human', 'json', 'sarif', 'github'),
      explain: text('print the page about one kind of finding'),
      baseline: text('file of findings that are known, and not told again'),
      'write-baseline': flag('write what is found to the baseline'),
      'changed-since': text('also judge how rules differ from those of this Git revision'),
    },
  },
  fmt: {
    usage: 'fmt [paths..]',
    summary: 'bring rules into one form: the order of keys, the layout of queries',
    positionals: { paths },
    options: {
      check: flag('name the files that have another form, and change none; so it is without --write'),
      write: flag('write the files'),
    },
  },
  import: {
    usage: 'import <files..>',
    summary:
      'make rule files from ARM templates, compiled Bicep, Terraform JSON (azapi), requests and answers of the REST interface',
    positionals: { files: { type: 'string', array: true, demandOption: true, describe: 'JSON documents with rules' } },
    options: { out: text('folder to write the rules to (default: standard output)') },
  },
  compile: {
    usage: 'compile [paths..]',
    summary: 'make what other deployment tools take from rules and hunting queries',
    positionals: { paths },
    options: {
      target: oneOf(
        ['arm', 'bicep', 'rest', 'terraform'],
        'what to make: a template, a Bicep file, requests of the REST interface, or a Terraform file (azapi provider)',
      ),
      out: text('folder to write rules.arm.json, .bicep, .rest.json or .tf.json to (default: standard output)'),
      workspace: text('take the parameters of this workspace of tripline.yaml'),
    },
  },
  test: {
    usage: 'test [paths..]',
    summary: 'replay rules on recorded logs and compare what they raise',
    positionals: { paths },
    options: {
      filter: text('only cases whose rule and name match this regular expression'),
      format: format('human', 'json'),
      reporter: texts('write a report besides: junit=FILE, json=FILE, sarif=FILE; pretty is the one that is shown'),
      timeout,
      watch: flag('run again whenever a file of the project changes'),
    },
  },
  run: {
    usage: 'run <rule>',
    summary: 'run one rule once: its rows and alerts',
    positionals: { rule: { type: 'string', demandOption: true, describe: 'rule file' } },
    options: {
      data: { ...data, demandOption: true },
      at: { ...text('the scheduled time of the run, as 2026-03-02T10:00:00Z'), demandOption: true },
      param: texts('NAME=VALUE in place of a top-level let of the query'),
      format: format('human', 'json'),
      timeout,
    },
  },
  query: {
    usage: 'query [text]',
    summary: 'run KQL over recorded logs or in a workspace',
    positionals: { text: { type: 'string', describe: 'the query; -f takes it from a file' } },
    options: {
      file: { ...text('file of the query; - is standard input'), alias: 'f' },
      data,
      at,
      workspace,
      format: format('table', 'json', 'csv', 'ndjson'),
      batch: flag('answer requests, one JSON document a line, from standard input'),
      root: text('folder that the files of a batch must lie in (default: the current folder)'),
      timeout,
    },
  },
  schema: {
    usage: 'schema <what> [table]',
    summary: 'the tables that queries can name; the JSON Schemas of files for editors',
    positionals: {
      what: {
        choices: ['list', 'show', 'files'] as const,
        demandOption: true,
        describe:
          'list: the names of all tables; show: one table; files: write the JSON Schemas to .schemas of the project',
      },
      table: { type: 'string', describe: 'name of the table to show' },
    },
    options: { format: format('human', 'json') },
  },
  plan: {
    usage: 'plan',
    summary: 'what a deployment would change in a workspace',
    positionals: {},
    options: {
      workspace: { ...workspace, demandOption: true },
      out: text('file to save the plan to, for apply'),
      format: format('human', 'json'),
      'detailed-exitcode': flag('exit with 2 when changes are pending'),
    },
  },
  apply: {
    usage: 'apply [plan]',
    summary: 'carry out a saved plan, or plan, show, ask and carry out',
    positionals: { plan: { type: 'string', describe: 'file that plan --out wrote' } },
    options: {
      workspace,
      'auto-approve': flag('do not ask'),
      format: format('human', 'json'),
    },
  },
  emulator: {
    usage: 'emulator',
    summary: 'a local workspace: the Azure endpoints that plan, apply and query use',
    positionals: {},
    options: {
      port: { type: 'number', requiresArg: true, default: 0, describe: 'port on 127.0.0.1; 0 takes a free one' },
      data,
    },
  },
  doctor: {
    usage: 'doctor',
    summary: 'try what the commands need of this machine',
    positionals: {},
    options: {
      workspace: text('try to read this workspace of tripline.yaml as well'),
      format: format('human', 'json'),
    },
  },
} as const satisfies Record<string, Verb>

/** What every verb takes. */
export const everywhere = { project: text('folder containing tripline.yaml (default: the nearest above)') } as const

export type VerbName = keyof typeof grammar

/** The arguments of a verb, read and typed. */
export type Args<Name extends VerbName> = InferredOptionTypes<(typeof grammar)[Name]['positionals']> &
  InferredOptionTypes<(typeof grammar)[Name]['options']> &
  InferredOptionTypes<typeof everywhere>
