import { type BudgetName, budgets } from './budgets.ts'

/** Adds up what one input costs. */
export interface Meter {
  /** Spends an amount; returns the budget if it is exceeded. */
  spend(name: BudgetName, amount: number): BudgetName | undefined
  /** Whether any budget is exceeded. */
  exceeded(): boolean
}

/** A fresh allowance of every budget. */
export function meter(): Meter {
  const spent = new Map<BudgetName, number>()
  let exceeded = false
  return {
    spend(name, amount) {
      const total = (spent.get(name) ?? 0) + amount
      spent.set(name, total)
      if (total <= budgets[name].limit) return undefined
      exceeded = true
      return name
    },
    exceeded: () => exceeded,
  }
}
