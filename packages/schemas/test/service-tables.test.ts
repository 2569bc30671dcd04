import { describe, expect, it } from 'vitest'
import { loadCatalogue, serviceTable } from '../src/index.ts'

const name = 'AzureNetworkAnalytics_CL'
const typesIn = (words: readonly string[]) =>
  Object.fromEntries(serviceTable(name, words)!.columns.map(({ name, type }) => [name, type]))

describe('a table that a service fills', () => {
  it('has the columns of its page', () => {
    // learn.microsoft.com/azure/network-watcher/traffic-analytics-schema
    expect(typesIn([])).toMatchObject({
      TimeGenerated: 'datetime',
      FlowStartTime_t: 'datetime',
      DestPort_d: 'real',
      NSGRule_s: 'string',
      IsFlowCapturedAtUDRHop_b: 'bool',
    })
  })

  it('has the columns that a query names, if their endings are types of the HTTP Data Collector API', () => {
    const types = typesIn(['Tags_s', 'Subscription9_g', 'project', '_s', 'NSGRule_s'])
    expect(types).toMatchObject({ Tags_s: 'string', Subscription9_g: 'string', NSGRule_s: 'string' })
    expect(types).not.toHaveProperty('project')
    expect(types).not.toHaveProperty('_s')
  })

  it('is in no catalogue, so check asks for a description', () => {
    expect(loadCatalogue().get(name)).toBeUndefined()
    expect(serviceTable('Other_CL', ['Tags_s'])).toBeUndefined()
  })
})
