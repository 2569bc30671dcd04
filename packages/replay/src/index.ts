export * from './alert.ts'
export * from './incident.ts'
