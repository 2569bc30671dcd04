import type { Exchange } from '../src/index.ts'
import { accountBody, accountId, type Local, local, scheduledBody, workspace } from './local-call.ts'

const id = '73e01a99-5cd7-4139-a149-000000000001'
const vault = '/blobServices/default/containers/vault'
const time = { name: 'TimeGenerated', type: 'dateTime' }

/** A resource of every kind. */
export async function createAll(workspaceCalls: Local): Promise<void> {
  const { rule, metadata, savedSearch, automationRule, watchlist, watchlistItem, table } = workspaceCalls
  const { dataExport, storage } = workspaceCalls
  await rule('PUT', id, scheduledBody())
  await rule('PUT', 'fusion', { kind: 'Fusion', properties: { enabled: true, alertRuleTemplateName: 't' } })
  await metadata('PUT', 'm', { properties: { parentId: '/rule', kind: 'AnalyticsRule' } })
  const saved = { category: 'c', displayName: 'd', query: 'print 1', functionAlias: 'F', tags: [] }
  await savedSearch('PUT', 's', { properties: saved })
  const triggeringLogic = { isEnabled: true, triggersOn: 'Alerts', triggersWhen: 'Created' }
  await automationRule('PUT', id, { properties: { displayName: 'A', order: 1, triggeringLogic, actions: [] } })
  const list = { displayName: 'L', provider: 'p', itemsSearchKey: 'Host' }
  await watchlist('PUT', 'l', { properties: { ...list, rawContent: 'Host\na\n' } })
  await watchlist('PUT', 'items', { properties: list })
  await watchlistItem('PUT', 'items', id, { properties: { itemsKeyValue: { Host: 'b' } } })
  await table('PATCH', 'SigninLogs', { retentionInDays: 90 })
  await table('PATCH', 'Syslog', { plan: 'Basic' })
  await table('PUT', 'Doors_CL', { schema: { name: 'Doors_CL', columns: [time, { name: 'Door', type: 'string' }] } })
  await storage('PUT', 'archive', '', accountBody())
  await storage('PUT', 'archive', vault, { properties: { metadata: { a: 'b' } } })
  const days = { immutabilityPeriodSinceCreationInDays: 30, allowProtectedAppendWrites: true }
  await storage('PUT', 'archive', `${vault}/immutabilityPolicies/default`, { properties: days })
  const definition = { filters: { blobTypes: ['blockBlob'] }, actions: { baseBlob: {} } }
  const policy = { rules: [{ name: 'r', enabled: true, type: 'Lifecycle', definition }] }
  await storage('PUT', 'archive', '/managementPolicies/default', { properties: { policy } })
  const destination = { resourceId: accountId('archive') }
  await dataExport('PUT', 'landing', { properties: { tableNames: ['SigninLogs'], destination } })
}

/** An emulator with a resource of every kind, and their paths. */
export async function everyResource(options: Parameters<typeof local>[0] = {}) {
  const exchanges: Exchange[] = []
  const workspaceCalls = await local({ ...options, onExchange: exchange => exchanges.push(exchange) })
  await createAll(workspaceCalls)
  const items = new Set(exchanges.map(({ url }) => url)).add(`${workspace}?api-version=2025-02-01`)
  return { ...workspaceCalls, items: [...items] }
}
