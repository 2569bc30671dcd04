import { type Answer, ok } from '../http/answer.ts'
import { type Call, inWorkspace, type Route } from '../http/route.ts'
import { workspaceRetention } from '../service/table-retention.ts'

/** The id under which the query endpoint knows the workspace. */
const customerId = '00000000-0000-4000-8000-00000000010c'

const get = (call: Call): Answer =>
  ok({
    id: call.path,
    name: call.at.workspace,
    type: 'Microsoft.OperationalInsights/workspaces',
    location: 'local',
    properties: {
      customerId,
      provisioningState: 'Succeeded',
      sku: { name: 'PerGB2018' },
      retentionInDays: workspaceRetention,
    },
  })

export const workspaceRoutes: readonly Route[] = [{ method: 'GET', path: inWorkspace(''), handle: get }]
