import { type BudgetName, overBudget } from '@tripline/budgets'
import { defineDiagnostics } from '@tripline/diagnostics'

const didYouMean = (near: string | undefined): string => (near ? `; did you mean ${near}?` : '')

/** Why a case cannot be replayed. */
export const replayReport = defineDiagnostics({
  'case-rule-kind': {
    severity: 'error',
    message: (kind: string) =>
      `a rule of kind ${kind} raises no alerts from a query of its own, so there is nothing to replay`,
  },
  'case-too-large': {
    severity: 'error',
    message: (budget: BudgetName) => overBudget(budget),
  },
  'case-fault': {
    severity: 'error',
    category: 'input',
    message: (error: string) => `internal error, please report it: ${error}`,
  },
  'case-unknown-table': {
    severity: 'error',
    message: (table: string, near?: string) => `there is no table ${table}${didYouMean(near)}`,
  },
  'case-unknown-watchlist': {
    severity: 'error',
    message: (alias: string, near?: string) =>
      `tripline.yaml declares no watchlist ${alias}, so its search key is not known${didYouMean(near)}`,
  },
})
