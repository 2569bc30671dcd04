import type { InferredOptionTypes, Options } from 'yargs'
import { archiveGrammar } from './archive-grammar.ts'
import { evidenceGrammar } from './evidence-grammar.ts'
import {
  allowManagement,
  at,
  columns,
  data,
  decisions,
  engine,
  flag,
  format,
  type Option,
  paths,
  text,
  texts,
  timeout,
  verbose,
  workspace,
  workspaces,
} from './options.ts'

interface Verb {
  /** The verb and its positionals as yargs writes them. */
  readonly usage: string
  readonly summary: string
  readonly positionals: Readonly<Record<string, Options>>
  readonly options: Readonly<Record<string, Option>>
}

/** Every command by its verb. */
export const grammar = {
  init: {
    usage: 'init [folder]',
    summary: 'create a project: tripline.yaml, a rule and its tests',
    positionals: { folder: { type: 'string', describe: 'project folder (default: current folder)' } },
    options: { from: text('DIR', 'start from the rules in this folder and accept their current findings') },
  },
  new: {
    usage: 'new <rule>',
    summary: 'create a rule and its tests',
    positionals: {
      rule: { type: 'string', demandOption: true, describe: 'file to create, such as detections/NAME.yaml' },
    },
    options: {
      name: text('NAME', 'display name of the rule (default: derived from the file name)'),
      table: { ...text('TABLE', 'table that the rule reads'), default: 'SigninLogs' },
      kind: { ...format('Scheduled', 'NRT', 'Hunting', 'CustomDetection'), value: 'KIND' },
    },
  },
  check: {
    usage: 'check [paths..]',
    summary: 'lint rules and tests without running them',
    positionals: { paths },
    options: {
      format: format('human', 'json', 'sarif', 'github'),
      explain: text('CODE', 'explain a check, or the code of a refusal, and exit'),
      baseline: text('FILE', 'report only findings that are not in this baseline'),
      'write-baseline': flag('write all current findings to the baseline'),
      'changed-since': text('REV', 'also compare rules with their version at this Git revision'),
      scaffold: flag(
        'write empty files for tables, functions, watchlists and URLs that rules name and the project lacks',
      ),
    },
  },
  fmt: {
    usage: 'fmt [paths..]',
    summary: 'format rules and tests: order of keys, layout of queries and YAML',
    positionals: { paths },
    options: {
      check: flag('list unformatted files without changing them (default)'),
      write: flag('rewrite unformatted files'),
      diff: flag('show what changes as a unified diff instead of listing the files'),
    },
  },
  import: {
    usage: 'import [files..]',
    summary: 'convert rules, functions and tables from other formats',
    positionals: {
      files: { type: 'string', array: true, describe: 'files to convert, or folders of them' },
    },
    options: {
      workspace: text('NAME', 'write what this workspace has into the files of the project'),
      out: text(
        'DIR',
        'folder to write to; several kinds go to its detections, functions and schemas (default: standard output)',
      ),
    },
  },
  compile: {
    usage: 'compile [paths..]',
    summary: 'convert rules to ARM, Bicep, REST, Terraform or Microsoft Graph',
    positionals: { paths },
    options: {
      target: format('arm', 'bicep', 'rest', 'terraform', 'graph'),
      out: text('DIR', 'folder to write the output file to (default: standard output)'),
      workspace: text('NAME', 'compile for this workspace of tripline.yaml: its rules, with its parameters'),
    },
  },
  test: {
    usage: 'test [paths..]',
    summary: 'replay rules against recorded logs and check the alerts',
    positionals: { paths },
    options: {
      filter: text('REGEX', 'run only cases whose rule path and name match, ignoring case'),
      format: format('human', 'json'),
      reporter: texts(
        'NAME[=FILE]',
        'show pretty (default), github or markdown; write junit=FILE, json=FILE, sarif=FILE, markdown=FILE or html=DIR (repeatable)',
      ),
      engine,
      'allow-management': allowManagement,
      timeout,
      'changed-since': text('REV', 'run only test files affected by changes since this Git revision'),
      shard: text('I/N', 'run part I of N of the test files, to share them among N runners'),
      bail: flag('stop after the first case that does not pass'),
      verbose: flag('show what the runs of each case saw and did: windows, rows of each table, alerts'),
      'fail-on-empty': flag('fail if no case is left to run'),
      jobs: text('N', 'replay test files in up to N processes (default: one, or one per core if there are many files)'),
      'no-cache': flag('run every case, even those whose inputs have not changed since they passed'),
      show: {
        choices: ['alerts'] as const,
        requiresArg: true,
        value: 'WHAT',
        describe: 'alerts: show the alerts that each case raised, as a test would expect them',
      },
      update: {
        ...flag('write the alerts that cases raise into those marked "expect: todo"'),
        alias: 'u',
      },
      watch: flag('rerun the affected cases whenever a file in the project changes'),
    },
  },
  coverage: {
    usage: 'coverage [paths..]',
    summary: 'show what the tests of a rule would not notice',
    positionals: { paths },
    options: {
      mutate: flag('make small changes to each rule, and list those that no test notices'),
      'min-score': text('PERCENT', 'fail if the tests of a rule notice fewer of its changes'),
      jobs: text('N', 'replay rules in up to N processes (default: one per core)'),
      'no-cache': flag('score every rule, even those of which nothing has changed since they were scored'),
      format: format('human', 'json', 'markdown', 'navigator'),
      timeout,
    },
  },
  diff: {
    usage: 'diff',
    summary: 'show the alerts that a change adds or removes',
    positionals: {},
    options: {
      base: { ...text('REV', 'Git revision to compare with'), demandOption: true },
      data,
      format: format('human', 'json', 'markdown'),
      timeout,
    },
  },
  run: {
    usage: 'run <rule>',
    summary: 'run one rule once and show its rows and alerts',
    positionals: {
      rule: { type: 'string', demandOption: true, describe: 'rule file, or part of its path, name or id' },
    },
    options: {
      data,
      engine,
      at: { ...text('TIME', 'scheduled time of the run, such as 2026-03-02T10:00:00Z'), demandOption: true },
      param: texts('NAME=VALUE', 'value for a top-level let of the query (repeatable)'),
      columns,
      format: format('human', 'json'),
      timeout,
      verbose,
    },
  },
  backtest: {
    usage: 'backtest <rules..>',
    summary: 'run rules over days of recorded logs and count their alerts',
    positionals: {
      rules: {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'rule files, folders, or parts of the path, name or id of rules',
      },
    },
    options: {
      data,
      archive: flag('read an archive: --data has a copy of its vault, or --workspace names whose vault it is'),
      workspace,
      engine,
      from: { ...text('DAY', 'first day in UTC, such as 2026-03-01'), demandOption: true },
      to: text('DAY', 'last day (default: the first)'),
      param: texts('NAME=VALUE', 'value for a top-level let of the query (repeatable)'),
      resume: text('FILE', 'keep each finished day in this file, and begin after those that it has'),
      sweep: text('NAME=FROM..TO:STEP', 'values to try for a top-level let of the query, one after the other'),
      estimate: flag('say what the backtest would ask of --engine, scan and cost, without beginning'),
      'price-per-gb': text('PRICE', 'price of a gigabyte that a query scans, for --estimate'),
      yes: flag('begin on an engine that may have to be paid for'),
      format: format('human', 'json', 'html'),
      timeout,
    },
  },
  explain: {
    usage: 'explain <rule>',
    summary: 'show what happens to the rows of a rule, and why it raises no alert',
    positionals: {
      rule: { type: 'string', demandOption: true, describe: 'rule file, or part of its path, name or id' },
    },
    options: {
      case: text('NAME', 'test case of the rule to replay (default: all of them)'),
      data,
      engine,
      'allow-management': allowManagement,
      at: text('TIME', 'time of the run to explain, such as 2026-03-02T10:00:00Z'),
      param: texts('NAME=VALUE', 'value for a top-level let of the query, with --data or --engine (repeatable)'),
      format: format('human', 'json'),
      timeout,
    },
  },
  fixture: {
    usage: 'fixture',
    summary: 'make pseudonymised test fixtures from recorded logs',
    positionals: {},
    options: {
      data: { ...data, demandOption: true },
      out: { ...text('DIR', 'folder to write <Table>.jsonl files to'), demandOption: true },
      rule: text('RULE', 'keep only the tables, rows and columns that a run of this rule reads'),
      at: text('TIME', 'scheduled time of that run, such as 2026-03-02T10:00:00Z'),
      where: text('KQL', 'keep only rows for which this condition holds'),
      'move-to': text('TIME', 'move all times by whole days, so that --at becomes this time'),
      key: text('FILE', 'secret key of the pseudonyms (default: one of this user on this machine)'),
      timeout,
    },
  },
  record: {
    usage: 'record <rule>',
    summary: 'make a pseudonymised fixture from the rows of a workspace',
    positionals: {
      rule: { type: 'string', demandOption: true, describe: 'rule file, or part of its path, name or id' },
    },
    options: {
      workspace: { ...workspace, demandOption: true },
      from: { ...text('TIME', 'start of the rows to record, such as 2026-03-02T09:00:00Z'), demandOption: true },
      to: { ...text('TIME', 'their end, which is the scheduled time of the run'), demandOption: true },
      out: { ...text('DIR', 'folder to write <Table>.jsonl files to'), demandOption: true },
      key: text('FILE', 'secret key of the pseudonyms (default: one of this user on this machine)'),
      timeout,
    },
  },
  query: {
    usage: 'query [text]',
    summary: 'run KQL against recorded logs or a workspace',
    positionals: { text: { type: 'string', describe: 'query text' } },
    options: {
      file: { ...text('FILE', 'read the query from a file, or from standard input (-)'), alias: 'f' },
      data,
      at,
      workspace,
      engine,
      columns,
      format: format('table', 'json', 'csv', 'ndjson'),
      show: {
        choices: ['plan', 'sql'] as const,
        requiresArg: true,
        value: 'WHAT',
        describe: 'print the plan or the SQL of the query instead of running it',
      },
      batch: flag('answer JSON requests from standard input, one per line'),
      root: text('DIR', 'folder that files named in a batch must be in (default: current folder)'),
      timeout,
      verbose,
    },
  },
  verify: {
    usage: 'verify [paths..]',
    summary: 'compare the answers of two engines, case by case',
    positionals: {
      paths: { ...paths, describe: 'tests, rules, .kql files, folders (default: the tests of tripline.yaml)' },
    },
    options: {
      engine: { ...engine, demandOption: true },
      'allow-management': allowManagement,
      filter: { ...text('REGEX', 'only cases whose rule path or name matches'), alias: 't' },
      at: text('TIME', 'time returned by now() in the queries of .kql files'),
      record: text('FILE', 'keep the answers of the engine as cases, one line of JSON each'),
      format: format('human', 'json'),
      timeout,
    },
  },
  schema: {
    usage: 'schema <what> [table]',
    summary: 'list, show, infer and compare tables; write JSON Schemas for editors',
    positionals: {
      what: {
        choices: ['list', 'show', 'infer', 'diff', 'files'] as const,
        demandOption: true,
        describe:
          'list: all tables; show: one table; infer: a table from a sample of its rows; diff: what a file of schemas/ adds; files: write JSON Schemas to .schemas',
      },
      table: { type: 'string', describe: 'table to show, recorded log to infer from, or file to compare' },
    },
    options: { format: format('human', 'json') },
  },
  plan: {
    usage: 'plan',
    summary: 'show what a deployment would change',
    positionals: {},
    options: {
      ...workspaces,
      out: text('FILE', 'save the plan, so that apply can carry it out'),
      ...decisions,
      format: format('human', 'json', 'markdown'),
      'detailed-exitcode': flag('exit with 2 if changes are pending'),
    },
  },
  apply: {
    usage: 'apply [plan]',
    summary: 'deploy a saved plan, or plan and deploy in one step',
    positionals: { plan: { type: 'string', describe: 'plan saved by plan --out' } },
    options: {
      ...workspaces,
      ...decisions,
      'max-deletes': {
        type: 'number',
        requiresArg: true,
        default: 5,
        value: 'N',
        describe: 'apply nothing if more resources would be deleted',
      },
      yes: { ...flag('apply without asking for approval'), alias: 'auto-approve' },
      format: format('human', 'json'),
    },
  },
  drift: {
    usage: 'drift',
    summary: 'show what has changed in a workspace since it was deployed',
    positionals: {},
    options: {
      ...workspaces,
      absorb: texts('ID', 'write what the workspace has into the files of this resource, or of all (repeatable)'),
      format: format('human', 'json', 'markdown'),
    },
  },
  ...archiveGrammar,
  ...evidenceGrammar,
  emulator: {
    usage: 'emulator',
    summary: 'run a local workspace to deploy to and query',
    positionals: {},
    options: {
      port: {
        type: 'number',
        requiresArg: true,
        default: 0,
        value: 'PORT',
        describe: 'port on 127.0.0.1; 0: any free port',
      },
      data,
      faults: text('LIST', 'faults and their probabilities, such as 429:0.1,dropAfter:0.02'),
      seed: {
        type: 'number',
        requiresArg: true,
        default: 1,
        value: 'NUMBER',
        describe: 'seed that decides which requests go wrong',
      },
      'rate-limits': flag('limit requests per second as Azure Resource Manager does'),
    },
  },
  doctor: {
    usage: 'doctor',
    summary: 'check that this machine has what the commands need',
    positionals: {},
    options: {
      workspace: text('NAME', 'also check access to this workspace from tripline.yaml'),
      format: format('human', 'json'),
    },
  },
} as const satisfies Record<string, Verb>

/** Options of every verb. */
export const everywhere = { project: text('DIR', 'folder containing tripline.yaml (default: nearest above)') } as const

export type VerbName = keyof typeof grammar

/** The arguments of a verb, read and typed. */
export type Args<Name extends VerbName> = InferredOptionTypes<(typeof grammar)[Name]['positionals']> &
  InferredOptionTypes<(typeof grammar)[Name]['options']> &
  InferredOptionTypes<typeof everywhere>
