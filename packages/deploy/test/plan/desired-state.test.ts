import { describe, expect, it } from 'vitest'
import { type DesiredProject, desiredState } from '../../src/index.ts'
import { noProject, scheduled } from '../desired-resources.ts'

const at = { file: { path: 'tripline.yaml', text: '' }, start: 0, end: 0 }
const days = (value: number) => ({ value, span: at })
const named = (value: string) => ({ value, span: at })

describe('desired retention', () => {
  const { id, name, body } = scheduled(1)
  const rule = {
    id,
    name,
    apiVersion: '2025-09-01',
    body,
    reads: ['SigninLogs', 'AuditLogs'],
  } as DesiredProject['rules'][number]
  const tablesOf = (retention: DesiredProject['retention']) =>
    desiredState({ ...noProject, rules: [rule], retention }).filter(({ type }) => type === 'tables')

  it('is the default for every table that a rule reads, and its own for those that the project names', () => {
    const tables = tablesOf({
      default: { interactive: days(90), total: days(2556) },
      tables: [
        { table: named('AuditLogs'), interactive: days(90), total: days(4383) },
        { table: named('AzureActivity'), total: days(365) },
      ],
    })
    expect(new Map(tables.map(({ name, body }) => [name, body.properties]))).toEqual(
      new Map([
        ['SigninLogs', { retentionInDays: 90, totalRetentionInDays: 2556 }],
        ['AuditLogs', { retentionInDays: 90, totalRetentionInDays: 4383 }],
        ['AzureActivity', { totalRetentionInDays: 365 }],
      ]),
    )
  })

  it('is nobody’s business where the project writes none', () => {
    expect(tablesOf({ default: {}, tables: [] })).toEqual([])
  })

  it('is one for each table, whatever the case of its name', () => {
    const tables = tablesOf({ default: {}, tables: [{ table: named('signinLOGS'), total: days(365) }] })
    expect(tables.map(({ id }) => id.toLowerCase())).toEqual(['signinlogs'])
  })
})
