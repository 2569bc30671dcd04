export { evidenceBundle } from './bundle.ts'
export type {
  ArchiveEvidence,
  Evidence,
  Gap,
  RetainedTable,
  RuleInForce,
  TestEvidence,
  TestedCase,
  Versioned,
} from './evidence.ts'
