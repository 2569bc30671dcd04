import { type Budget, type BudgetName, budgets } from './budgets.ts'

/** A limit in words: `16 MB`, `120,000 runs`. */
function amountText({ limit, unit }: Budget): string {
  if (unit === 'bytes') return `${Math.round(limit / 2 ** 20)} MB`
  return `${limit.toLocaleString('en-US')} ${unit}`
}

/** Why an input exceeds its budget: `the case raises more than 10,000 alerts`. */
export const excessText = (name: BudgetName): string => budgets[name].says.replace('{limit}', amountText(budgets[name]))

/** The message about such an input: the reason, what to do instead, and the name of the budget. */
export const overBudget = (name: BudgetName): string => `${excessText(name)}; ${budgets[name].instead} (budget ${name})`
