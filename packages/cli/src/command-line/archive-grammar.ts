import { allowManagement, at, columns, engine, flag, format, text, timeout, workspace } from './options.ts'

/** The verbs of an archive. */
export const archiveGrammar = {
  'archive plan': {
    usage: 'archive plan',
    summary: 'show what an archive of a workspace would need and change',
    positionals: {},
    options: {
      workspace: { ...workspace, demandOption: true },
      out: text('FILE', 'save the plan, so that archive apply can carry it out'),
      format: format('human', 'json', 'markdown'),
      'detailed-exitcode': flag('exit with 2 if changes are pending'),
    },
  },
  'archive apply': {
    usage: 'archive apply [plan]',
    summary: 'make the archive of a workspace: containers, policies, data export',
    positionals: { plan: { type: 'string', describe: 'plan saved by archive plan --out' } },
    options: {
      workspace,
      yes: { ...flag('apply without asking for approval'), alias: 'auto-approve' },
      format: format('human', 'json'),
    },
  },
  'archive run': {
    usage: 'archive run',
    summary: 'archive the days that have ended, and prove that nothing is missing',
    positionals: {},
    options: {
      workspace: { ...workspace, demandOption: true },
      until: text('DAY', 'last day to archive, such as 2026-03-01 (default: the last that has settled)'),
      format: format('human', 'json'),
    },
  },
  'archive verify': {
    usage: 'archive verify',
    summary: 'compare an archive with what was recorded when it was written',
    positionals: {},
    options: {
      workspace: { ...workspace, demandOption: true },
      from: text('DAY', 'first day that must be there (default: the first of each table)'),
      to: text('DAY', 'last day that must be there (default: the last that has settled)'),
      sample: text('N', 'read the parts of N days of tables, as far as they are not archived'),
      deep: text('DAY', 'read all parts of this day, and its landed files if they are still there'),
      format: format('human', 'json'),
    },
  },
  'archive query': {
    usage: 'archive query [text]',
    summary: 'run KQL against archived rows',
    positionals: { text: { type: 'string', describe: 'query text' } },
    options: {
      workspace,
      data: text('DIR', 'folder that the blobs of the vault were copied to, instead of the vault'),
      engine,
      'allow-management': {
        ...allowManagement,
        describe: 'make external tables over the vault in the Kusto database, and remove them afterwards',
      },
      file: { ...text('FILE', 'read the query from a file, or from standard input (-)'), alias: 'f' },
      from: { ...text('DAY', 'first day to read, such as 2026-03-01'), demandOption: true },
      to: { ...text('DAY', 'last day to read'), demandOption: true },
      tables: text('NAMES', 'tables to read, separated by commas (default: those that the query names)'),
      at,
      columns,
      format: format('table', 'json', 'csv', 'ndjson'),
      timeout,
    },
  },
  'archive sweep': {
    usage: 'archive sweep',
    summary: 'delete landed files that are archived for certain',
    positionals: {},
    options: {
      workspace: { ...workspace, demandOption: true },
      yes: flag('delete the files; without it, they are only listed'),
      format: format('human', 'json'),
    },
  },
  'archive lock': {
    usage: 'archive lock',
    summary: 'lock the policy of a container for ever, or extend a locked one',
    positionals: {},
    options: {
      workspace: { ...workspace, demandOption: true },
      container: text('NAME', 'container to lock: the vault, or that of an exported table (default: the vault)'),
      'yes-this-cannot-be-undone': flag('lock --container without asking for its name'),
      format: format('human', 'json'),
    },
  },
} as const
