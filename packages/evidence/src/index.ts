export { evidenceBundle } from './bundle.ts'
export type { Evidence, Files, Gap, RetainedTable, RuleInForce, Versioned } from './evidence.ts'
