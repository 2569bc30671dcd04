export * from './budgets.ts'
export * from './meter.ts'
export * from './over-budget.ts'
