import { describe, expect, it } from 'vitest'
import { desiredState } from '../../src/index.ts'
import { scheduled } from '../desired-rules.ts'

const at = { file: { path: 'tripline.yaml', text: '' }, start: 0, end: 0 }
const days = (value: number) => ({ value, span: at })
const named = (value: string) => ({ value, span: at })

describe('desired retention', () => {
  const rule = { ...scheduled(1), reads: ['SigninLogs', 'AuditLogs'] }

  it('is the default for every table that a rule reads, and its own for those that the project names', () => {
    const { tables } = desiredState([rule], {
      default: { interactive: days(90), total: days(2556) },
      tables: [
        { table: named('AuditLogs'), interactive: days(90), total: days(4383) },
        { table: named('AzureActivity'), total: days(365) },
      ],
    })
    expect(new Map(tables.map(({ name, retention }) => [name, retention]))).toEqual(
      new Map([
        ['SigninLogs', { retentionInDays: 90, totalRetentionInDays: 2556 }],
        ['AuditLogs', { retentionInDays: 90, totalRetentionInDays: 4383 }],
        ['AzureActivity', { totalRetentionInDays: 365 }],
      ]),
    )
  })

  it('is nobody’s business where the project writes none', () => {
    expect(desiredState([rule], { default: {}, tables: [] }).tables).toEqual([])
  })
})
