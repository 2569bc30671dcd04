export type { ArmAnswer, ArmError } from './answer/arm-answer.ts'
export { answered, failed } from './answer/arm-answer.ts'
export { shown } from './answer/service-message.ts'
export type { Reading, Recorder } from './arm/recording-client.ts'
export { azureCredential, localCredential } from './http/credential.ts'
export { limits } from './http/limits.ts'
export { redact } from './http/redact.ts'
export { type Allowance, budgetSpent, type Clock } from './http/request-budget.ts'
export { retryAfter } from './http/retry-after.ts'
export type { Collection, Receipt, ResourcesById } from './resources/collection.ts'
export type { Resource, ResourceBody } from './resources/resource.ts'
export type {
  Collections,
  ResourceType,
  StorageCollections,
  WorkspaceResourceType,
} from './resources/resource-types.ts'
export { isOfWorkspace, resourceId } from './resources/resource-types.ts'
export type { CloudName } from './workspace/clouds.ts'
export { clouds } from './workspace/clouds.ts'
export type { WorkspaceClient } from './workspace/connect.ts'
export { connect } from './workspace/connect.ts'
export type { WireCell } from './workspace/logs-cell.ts'
export type { LogsTable } from './workspace/logs-table.ts'
export type { LogsRequest, Queries } from './workspace/queries.ts'
export type { WorkspaceAddress } from './workspace/workspace-address.ts'
export { azureAddress, localAddress } from './workspace/workspace-address.ts'
