export { evidenceBundle } from './bundle.ts'
export type {
  ArchiveEvidence,
  Evidence,
  Gap,
  JournalledChange,
  RecordedChange,
  RetainedTable,
  RuleInForce,
  RuleRuns,
  TestEvidence,
  TestedCase,
  Versioned,
} from './evidence.ts'
