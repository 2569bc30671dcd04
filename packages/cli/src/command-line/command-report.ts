import { counted, defineDiagnostics, didYouMean } from '@tripline/diagnostics'

const input = { severity: 'error', category: 'input' } as const

/** What can be wrong with how a command is called and where. */
export const commandReport = defineDiagnostics({
  'project-missing': {
    ...input,
    message: (folder: string) => `no tripline.yaml in ${folder} or any folder above it`,
    fix: () => 'change to a project folder or pass --project DIR',
  },
  'compile-left': {
    severity: 'info',
    message: (kind: string, target: string) =>
      `${target} has no form for rules of the kind ${kind}, so this one is left out`,
  },
  'settings-unwritable': {
    ...input,
    message: (path: string) => `${path} is written in a way that cannot be changed in parts`,
    fix: () => 'name the new files under watchlists and externalData by hand',
  },
  'nothing-found': {
    ...input,
    message: (what: string, where: string) => `no ${what} found in ${where}`,
  },
  'filter-unmatched': {
    ...input,
    message: (filter: string) => `no case matches --filter ${filter}`,
    fix: () => 'a filter is compared with the path of the rule and the name of the case',
  },
  'rule-unknown': {
    ...input,
    message: (name: string, _near?: string) => `${name} is neither a file nor part of the path, name or id of a rule`,
    fix: (_name, near) => didYouMean(near),
  },
  'rule-ambiguous': {
    ...input,
    message: (name: string, matches: readonly string[]) =>
      `${name} matches ${matches.length} rules: ${matches.join(', ')}`,
    fix: () => 'name one of them',
  },
  'rule-untested': {
    ...input,
    message: (rule: string) => `no test file tests ${rule}`,
    fix: (rule: string) => `write ${rule.replace(/(\.ya?ml)?$/, '.test.yaml')}`,
  },
  'case-unknown': {
    ...input,
    message: (name: string, rule: string, _near?: string) => `no test of ${rule} has a case ${name}`,
    fix: (_name, _rule, near) => didYouMean(near),
  },
  'test-for-rule': {
    ...input,
    message: (path: string, _rule: string) => `${path} holds tests; this command runs a rule`,
    fix: (path: string, rule: string) => `name ${rule}, or run its cases with tripline test ${path}`,
  },
  'workspace-unknown': {
    ...input,
    message: (name: string, _near?: string) => `tripline.yaml has no workspace ${name}`,
    fix: (_name, near) => didYouMean(near),
  },
  'archive-missing': {
    ...input,
    message: () => 'tripline.yaml describes no archive',
    fix: () => 'archive: { keep: 2192d, landing: { account: … }, vault: { account: …, container: … } }',
  },
  'lock-refused': {
    severity: 'error',
    category: 'finding',
    message: (container: string, reason: string) => `${container} cannot be locked: ${reason}`,
  },
  'storage-missing': {
    ...input,
    message: (name: string) => `the workspace ${name} has no storage, so it is not archived`,
    fix: () => 'storage: { resourceGroup: … }, the group of the storage accounts',
  },
  'emulator-missing': {
    ...input,
    message: () => 'no emulator is running for this project',
    fix: () => 'start it with tripline emulator',
  },
  'page-missing': {
    ...input,
    message: (id: string, _near?: string) => `unknown check or code ${id}`,
    fix: (_id, near) => didYouMean(near),
  },
  'table-missing': {
    ...input,
    message: (name: string, _near?: string) => `unknown table ${name}`,
    fix: (_name, near) => didYouMean(near),
  },
  'logs-absent': {
    severity: 'warning',
    category: 'input',
    message: (folder: string, table: string) => `${folder} has no logs of ${table}, so the query read none`,
    fix: (_folder: string, table: string) =>
      `name a file after the table, such as ${table}.json, or a folder, such as am-${table.toLowerCase()}`,
  },
  'fixture-secret': {
    severity: 'error',
    message: (column: string, row: number, kind: string) => `${column}, row ${row}: the value holds ${kind}`,
    fix: () => 'leave the rows out with --where, or keep only what a rule reads with --rule and --at',
  },
  'fixture-empty': {
    severity: 'error',
    message: () => 'no row of the logs is kept, so there is nothing to write',
  },
  'fixture-time': {
    ...input,
    message: () => '--move-to would move times out of the years 1 to 9999',
  },
  'fixture-differs': {
    severity: 'error',
    message: (before: number, after: number) =>
      `the rule returns other rows over the fixtures: ${before} before, ${after} after, or with other values`,
    fix: () => 'it probably depends on the length, order or spelling of names; write the rows by hand',
  },
  'key-missing': {
    ...input,
    message: () => 'no secret key of this user can be stored on this machine',
    fix: () => 'pass --key FILE with at least 16 random bytes',
  },
  'column-unknown': {
    ...input,
    message: (name: string, _near?: string) => `the result has no column ${name}`,
    fix: (_name, near) => didYouMean(near),
  },
  'option-value': {
    ...input,
    message: (option: string, value: string, expected: string, _near?: string) =>
      `${option} ${value}: expected ${expected}`,
    fix: (_option, _value, _expected, near) => didYouMean(near),
  },
  'base-without-project': {
    ...input,
    message: (revision: string) => `${revision} has no tripline.yaml here, so there is nothing to compare with`,
  },
  'base-unreadable': {
    ...input,
    message: (revision: string, reasons: readonly string[]) =>
      `the project of ${revision} cannot be read: ${reasons.join('; ')}`,
  },
  'revision-unknown': {
    ...input,
    message: (revision: string) => `unknown Git revision ${revision}`,
  },
  'option-conflict': {
    ...input,
    message: (reason: string) => reason,
  },
  'rule-kind': {
    ...input,
    message: (kind: string) => `only Scheduled and NRT rules can be run; the kind of this rule is ${kind}`,
  },
  'file-unwritable': {
    ...input,
    message: (path: string, reason: string) => `${path} cannot be written: ${reason}`,
  },
  'deletes-too-many': {
    severity: 'error',
    message: (count: number, most: number) =>
      `${counted(count, 'resource')} would be deleted, more than --max-deletes ${most}`,
    fix: () => 'look at the plan; if it is right, pass a larger --max-deletes',
  },
  'journal-unwritable': {
    severity: 'warning',
    message: (path: string, reason: string) => `the journal ${path} is incomplete: ${reason}`,
  },
  'import-left-out': {
    severity: 'error',
    message: (what: string, reason: string) => `${what} was left out: ${reason}`,
  },
  'todo-unwritable': {
    ...input,
    message: (path: string) =>
      `the alerts of ${path} cannot be written in a form that reads back the same; nothing was written`,
  },
  'file-exists': {
    ...input,
    message: (path: string) => `${path} already exists; nothing was written`,
  },
  'remote-refused': {
    severity: 'error',
    message: (workspace: string, code: string, message: string) => `${workspace} answered ${code}: ${message}`,
  },
  'engine-unknown': {
    ...input,
    message: (name: string, _near?: string) => `tripline.yaml has no engine ${name}`,
    fix: (_name, near) => didYouMean(near),
  },
  'engine-refused': {
    severity: 'error',
    message: (engine: string, message: string) => `${engine} rejects the query: ${message}`,
  },
  'engine-unusable': {
    ...input,
    message: (engine: string, fault: string, message: string) => `${engine} did not answer (${fault}): ${message}`,
  },
  'stages-uncounted': {
    severity: 'warning',
    category: 'input',
    message: (engine: string, message: string) =>
      `${engine} does not say how many rows each operator returns: ${message}`,
  },
  'engine-tables-left': {
    severity: 'warning',
    category: 'input',
    message: (engine: string, commands: readonly string[]) =>
      `${counted(commands.length, 'table')} may have been left in ${engine}`,
    fix: (_engine: string, commands: readonly string[]) => `remove what is there with ${commands.join('; ')}`,
  },
  'record-incomplete': {
    severity: 'warning',
    category: 'input',
    message: (file: string, answers: number) =>
      `${file} lacks ${counted(answers, 'answer')} whose data does not fit into a query`,
  },
  interrupted: {
    ...input,
    message: (engine: string) => `interrupted before ${engine} was asked everything`,
  },
  'backtest-unconfirmed': {
    ...input,
    message: (engine: string, queries: number) =>
      `the backtest asks ${engine} ${queries.toLocaleString('en-US')} queries, which may have to be paid for`,
    fix: () => 'pass --estimate to learn more, --yes to begin, or fewer days or values',
  },
  'nothing-compared': {
    ...input,
    message: (engine: string) => `no answer could be compared with one of ${engine}`,
  },
  'batch-path-outside': {
    ...input,
    message: (path: string) => `${path} is outside the folder that batch files must be in, links included`,
    fix: () => 'pass another folder with --root DIR',
  },
  'remote-unusable': {
    ...input,
    message: (workspace: string, code: string, message: string) => `${workspace} cannot be used: ${code}: ${message}`,
  },
  'batch-request': {
    ...input,
    message: (reason: string) => reason,
  },
  'case-failed': {
    severity: 'error',
    message: (difference: string) => difference,
  },
})
