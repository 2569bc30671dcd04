export * from './duration.ts'
export * from './entity-type.ts'
export * from './rule.ts'
export * from './test-file.ts'
