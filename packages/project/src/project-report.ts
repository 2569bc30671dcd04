import { defineDiagnostics, didYouMean } from '@tripline/diagnostics'

const input = { severity: 'error', category: 'input' } as const

/** Problems of the user's repository, apart from the form of its documents. */
export const projectReport = defineDiagnostics({
  'engine-name': {
    ...input,
    message: (name: string) => `${name} cannot be the name of an engine`,
    fix: () => 'a letter, then letters, digits, _ and -; embedded is taken',
  },
  'engine-workspace': {
    ...input,
    message: (name: string, _near?: string) => `there is no workspace ${name} under workspaces`,
    fix: (_name, near) => didYouMean(near),
  },
  'file-unreadable': {
    ...input,
    message: (path: string, reason: string) => `${path} cannot be read: ${reason}`,
  },
  'path-outside': {
    ...input,
    message: (path: string) => `${path} is outside the project; files must be inside it, links included`,
  },
  'functions-among-rules': {
    ...input,
    message: (folder: string, rules: string) => `the functions in ${folder} are inside ${rules}, which holds rules`,
    fix: () => 'move them to a folder next to it',
  },
  'emulator-name': {
    ...input,
    message: (name: string) =>
      `${name || "''"} is not a name for a workspace of the emulator: 4 to 63 letters, digits and hyphens`,
  },
  'automation-among-rules': {
    ...input,
    message: (folder: string, rules: string) =>
      `the automation rules in ${folder} are inside ${rules}, which holds analytics rules`,
    fix: () => 'move them to a folder beside it',
  },
  'automation-count': {
    ...input,
    message: (count: number, fewest: number, most: number) =>
      `${count} are listed; Sentinel takes ${fewest} to ${most}`,
  },
  'automation-twice': {
    ...input,
    message: (key: string, value: string, path: string) =>
      key === 'order'
        ? `${path} has the order ${value}, too; which of the two would run first is not defined`
        : `${path} has the id ${value}, too`,
  },
  'automation-alert-updated': {
    ...input,
    message: () => 'Sentinel triggers on alerts only when they are created',
    fix: () => 'write Created, or trigger on Incidents',
  },
  'automation-change-unseen': {
    ...input,
    message: () => 'only an automation rule that triggers on updates sees what has changed',
    fix: () => 'write triggersWhen: Updated',
  },
  'function-twice': {
    ...input,
    message: (name: string, path: string) => `the function ${name} is already described in ${path}`,
  },
  'retention-total-below-interactive': {
    ...input,
    message: (total: number, interactive: number) =>
      `total retention of ${total}d includes the interactive retention of ${interactive}d and cannot be shorter`,
  },
  'archive-table-twice': {
    ...input,
    message: (table: string) => `the table ${table} already has a route`,
  },
  // Tables API: retentionInDays is read-only for these plans.
  'retention-plan-fixed': {
    ...input,
    message: (plan: string) => `the interactive retention of a ${plan} table is fixed at 30 days`,
    fix: () => 'remove interactive; only total can be set',
  },
})
