import type { Exchange } from '../src/index.ts'
import { accountBody, accountId, type Local, local, scheduledBody, send, workspace } from './local-call.ts'

const playbook = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/workflows/w'

/** Every route, with all members that a request may have. */
export async function everyRoute(): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = []
  const onExchange = (exchange: Exchange) => exchanges.push(exchange)
  const workspaceCalls = await local({ onExchange })
  const { emulator, rule, rules, table, metadata, savedSearch, query } = workspaceCalls
  const { automationRule, watchlist, watchlistItem } = workspaceCalls
  const version = '?api-version=2025-02-01'
  await send(emulator, 'PUT', workspace + version, { location: 'local', properties: { sku: { name: 'PerGB2018' } } })
  await send(emulator, 'PATCH', workspace + version, { properties: { retentionInDays: 90 } })
  await send(emulator, 'GET', workspace + version)

  await rule('PUT', 'r', scheduledBody())
  await rule('GET', 'r')
  await rule('GET', 'none')
  await rules()
  await rule('DELETE', 'r')

  await table('GET', 'SigninLogs')
  await table('GET', '')
  await table('PUT', 'SigninLogs', { retentionInDays: 60, totalRetentionInDays: 2556 })
  const { headers } = await table('PATCH', 'SigninLogs', { plan: 'Basic' })
  await send(emulator, 'GET', String(headers['azure-asyncoperation']))

  const kept = {
    parentId: `${workspace}/providers/Microsoft.SecurityInsights/alertRules/r`,
    kind: 'AnalyticsRule',
    contentId: 'r',
    version: '1.0.0',
    customVersion: 'any text',
    source: { kind: 'SourceRepository', name: 'pack', sourceId: 'https://example.com/pack' },
    author: { name: 'Ann', email: 'ann@example.com' },
    support: { tier: 'Community' },
    dependencies: { operator: 'AND', criteria: [{ kind: 'Parser', contentId: 'p' }] },
    categories: { domains: ['Identity'], verticals: [] },
    providers: ['Any'],
    threatAnalysisTactics: ['InitialAccess'],
  }
  const { etag } = (await metadata('PUT', 'm', { properties: kept })).body
  await metadata('PATCH', 'm', { properties: { customVersion: 'another' } })
  await metadata('PUT', 'm', { etag, properties: kept })
  await metadata('GET', 'm')
  await metadata('GET', '')
  await metadata('DELETE', 'm')

  const saved = {
    category: 'Functions',
    displayName: 'F',
    query: 'print 1',
    functionAlias: 'F',
    functionParameters: 'a:long = 1',
    version: 2,
    tags: [{ name: 'tripline', value: 'pack' }],
  }
  await savedSearch('PUT', 's', { properties: saved })
  await savedSearch('PUT', 's', { etag: '*', properties: saved })
  await savedSearch('GET', 's')
  await savedSearch('GET', '')
  await savedSearch('DELETE', 's')

  const condition = (conditionType: string, conditionProperties: unknown) => ({ conditionType, conditionProperties })
  const title = condition('Property', { propertyName: 'IncidentTitle', operator: 'Contains', propertyValues: ['a'] })
  const automation = {
    displayName: 'A',
    order: 1,
    triggeringLogic: {
      isEnabled: true,
      triggersOn: 'Incidents',
      triggersWhen: 'Updated',
      expirationTimeUtc: '2027-01-01T00:00:00Z',
      conditions: [
        condition('Boolean', { operator: 'And', innerConditions: [title, title] }),
        condition('PropertyChanged', { propertyName: 'IncidentStatus', changeType: 'ChangedTo' }),
        condition('PropertyArrayChanged', { arrayType: 'Labels', changeType: 'Added' }),
        condition('PropertyArray', { arrayType: 'CustomDetails', arrayConditionType: 'AnyItem', itemConditions: [] }),
      ],
    },
    actions: [
      { order: 1, actionType: 'ModifyProperties', actionConfiguration: { severity: 'Low', labels: [] } },
      { order: 2, actionType: 'AddIncidentTask', actionConfiguration: { title: 'T', description: 'D' } },
      { order: 3, actionType: 'RunPlaybook', actionConfiguration: { logicAppResourceId: playbook } },
    ],
  }
  const automationId = '73e01a99-5cd7-4139-a149-000000000001'
  await automationRule('PUT', automationId, { properties: automation })
  await automationRule('PUT', automationId, { properties: automation })
  await automationRule('GET', automationId)
  await automationRule('GET', '')
  await automationRule('DELETE', automationId)

  const rawContent = 'Host,Owner\na,Ann\n'
  const list = { displayName: 'L', provider: 'p', itemsSearchKey: 'Host', source: 'l.csv', sourceType: 'Local' }
  await watchlist('PUT', 'l', { properties: { ...list, rawContent, contentType: 'text/csv', labels: ['a'] } })
  await watchlist('PUT', 'l', { properties: list })
  await watchlist('GET', 'l')
  await watchlist('GET', '')
  const itemsKeyValue = { Host: 'b', Owner: 'Bo' }
  await watchlistItem('PUT', 'l', automationId, { properties: { itemsKeyValue } })
  await watchlistItem('PUT', 'l', automationId, { properties: { itemsKeyValue } })
  await watchlistItem('GET', 'l', automationId)
  await watchlistItem('GET', 'l', '')
  await watchlistItem('DELETE', 'l', automationId)
  const { headers: deleted } = await watchlist('DELETE', 'l')
  await send(emulator, 'GET', String(deleted.location))

  const columns = [{ name: 'TimeGenerated', type: 'dateTime', description: 'When.' }]
  await table('PUT', 'Own_CL', { plan: 'Analytics', schema: { name: 'Own_CL', columns } })
  await table('GET', 'Own_CL')
  await table('DELETE', 'Own_CL')
  await query('print 1')
  await storageRoutes(workspaceCalls)
  return exchanges
}

async function storageRoutes({ emulator, dataExport, storage }: Local): Promise<void> {
  await storage('PUT', 'archive', '', accountBody())
  await storage('GET', 'archive', '')
  await send(emulator, 'GET', `${accountId('').slice(0, -1)}?api-version=2025-01-01`)
  const lifecycle = '/managementPolicies/default'
  const baseBlob = { tierToArchive: { daysAfterModificationGreaterThan: 1 } }
  const definition = { filters: { blobTypes: ['blockBlob'] }, actions: { baseBlob } }
  const policy = { rules: [{ name: 'a', enabled: true, type: 'Lifecycle', definition }] }
  await storage('PUT', 'archive', lifecycle, { properties: { policy } })
  await storage('GET', 'archive', lifecycle)
  await storage('DELETE', 'archive', lifecycle)

  const containers = '/blobServices/default/containers'
  const container = `${containers}/vault`
  await storage('PUT', 'archive', container, {})
  await storage('PUT', 'archive', container, { properties: { metadata: { a: 'b' } } })
  await storage('PATCH', 'archive', container, { properties: {} })
  const immutability = `${container}/immutabilityPolicies/default`
  const days = (immutabilityPeriodSinceCreationInDays: number) => ({
    properties: { immutabilityPeriodSinceCreationInDays, allowProtectedAppendWrites: true },
  })
  const { etag } = (await storage('PUT', 'archive', immutability, days(1))).body
  await storage('DELETE', 'archive', immutability, undefined, etag)
  const unlocked = (await storage('PUT', 'archive', immutability, days(1))).body.etag
  const locked = (await storage('POST', 'archive', `${immutability}/lock`, undefined, unlocked)).body.etag
  await storage('POST', 'archive', `${immutability}/extend`, days(2), locked)
  await storage('GET', 'archive', immutability)
  await storage('GET', 'archive', container)
  await storage('GET', 'archive', containers)
  await storage('DELETE', 'archive', container)

  const properties = { tableNames: ['SigninLogs'], destination: { resourceId: accountId('archive') }, enable: true }
  await dataExport('PUT', 'landing', { properties })
  await dataExport('PUT', 'landing', { properties })
  await dataExport('GET', 'landing')
  await dataExport('GET', '')
  await dataExport('DELETE', 'landing')
}
