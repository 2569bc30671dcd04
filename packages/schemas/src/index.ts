export * from './catalogue.ts'
export * from './open-columns.ts'
export * from './table.ts'
export * from './ticks.ts'
