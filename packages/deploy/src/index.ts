export { absorbStep } from './absorb/absorb-step.ts'
export { withSettings } from './absorb/project-file.ts'
export * from './apply/apply-plan.ts'
export type { Journal, JournalEntry } from './apply/journal.ts'
export * from './describe/describe-workspace.ts'
export type { DesiredArchive, WorkspaceTable } from './desired-archive.ts'
export * from './drift/drift.ts'
export type {
  DeployClient,
  DesiredProject,
  DesiredResource,
  DesiredWatchlist,
  Kind,
  NewFile,
  Sources,
  WatchlistFile,
} from './kind.ts'
export { archiveKinds, desiredArchive, desiredState, kindOf, kinds } from './kinds.ts'
export * from './plan/actual-state.ts'
export * from './plan/deploy-plan.ts'
export type { FieldChange } from './plan/field-change.ts'
export { marksIn } from './plan/ownership.ts'
export { planCost } from './plan/plan-cost.ts'
export * from './plan/plan-deploy.ts'
export * from './plan/plan-document.ts'
export * from './plan/plan-file.ts'
export { readArchive } from './plan/read-archive.ts'
export { compareResources, type ResourceState } from './plan/resource-state.ts'
export { byKey } from './plan/stored-resources.ts'
export type { Choices, Selection } from './plan/three-way.ts'
export { noChoices } from './plan/three-way.ts'
