export * from './table.ts'
export * from './ticks.ts'
