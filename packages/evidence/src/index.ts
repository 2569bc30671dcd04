export { evidenceBundle } from './bundle.ts'
export type { Evidence, Gap, RetainedTable, RuleInForce, Versioned } from './evidence.ts'
