import { defineDiagnostics } from '@tripline/diagnostics'

const input = { severity: 'error', category: 'input' } as const

/** What can be wrong with the user's repository, apart from the form of its documents. */
export const projectReport = defineDiagnostics({
  'file-unreadable': {
    ...input,
    message: (path: string, reason: string) => `${path} cannot be read: ${reason}`,
  },
  'path-outside': {
    ...input,
    message: (path: string) => `${path} leads out of the project; files must lie inside it, links included`,
  },
  'retention-total-below-interactive': {
    ...input,
    message: (total: number, interactive: number) =>
      `total retention of ${total}d is shorter than the interactive ${interactive}d, which it includes`,
  },
  // Tables API: retentionInDays is read-only for these plans.
  'retention-plan-fixed': {
    ...input,
    message: (plan: string) => `a table of the plan ${plan} keeps its rows for 30 days; that cannot be chosen`,
    fix: () => 'leave interactive out; total can be chosen',
  },
})
