import type { Options } from 'yargs'

/** An option as yargs takes it; `value` is what help calls the value. */
export type Option = Options & { readonly value?: string }

export const text = <const Value extends string>(value: Value, describe: string) =>
  ({ type: 'string', requiresArg: true, value, describe }) as const
export const texts = <const Value extends string>(value: Value, describe: string) =>
  ({ type: 'string', array: true, requiresArg: true, value, describe }) as const
export const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const
/** One of several formats, the first unless another is named. */
export const format = <const Names extends readonly [string, ...string[]]>(...names: Names) =>
  ({
    choices: names as readonly Names[number][],
    default: names[0] as Names[number],
    requiresArg: true,
    value: 'FORMAT',
    describe: `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
  }) as const

export const paths = {
  type: 'string',
  array: true,
  describe: 'files, folders, or parts of the path, name or id of rules (default: the whole project)',
} as const
export const workspace = text('NAME', 'workspace from tripline.yaml; local is the running emulator')
export const workspaces = {
  workspace: text(
    'NAMES',
    'workspace from tripline.yaml, or several, separated by commas; local is the running emulator',
  ),
  all: flag('all workspaces of tripline.yaml; those of the emulator only while it runs'),
} as const
export const data = text(
  'PATH',
  'recorded logs: a folder with a file per table (<Table>.jsonl, .csv, .parquet, …), or one such file',
)
export const at = text('TIME', 'time returned by now(), such as 2026-03-02T10:00:00Z')
export const engine = text(
  'ENGINE',
  'embedded, workspace=NAME, kusto=URL/DATABASE, kusto=local for the running emulator, or a name under engines of tripline.yaml',
)
export const allowManagement = flag(
  'load data that does not fit into a query into tables of its own in the Kusto database, and remove them afterwards',
)
export const verbose = flag('say on standard error how each log was read')
export const columns = text('NAMES', 'columns to show, in this order, separated by commas')
export const timeout = { ...text('DURATION', 'time limit for one query'), default: '30s' } as const

/** What to do about resources that differ from what was last applied. */
export const decisions = {
  overwrite: texts('ID', 'overwrite the edits that someone made to this resource, or to all (repeatable)'),
  adopt: texts('ID', 'take over this resource, which the project did not deploy, or all (repeatable)'),
  enable: texts('ID', 'enable this rule, which Sentinel has disabled, or all (repeatable)'),
  prune: flag('delete what the project deployed and no longer has'),
} as const
