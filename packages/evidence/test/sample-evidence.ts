import type { Reading } from '@tripline/azure'
import type { Evidence, RuleInForce } from '../src/index.ts'

export const subject = {
  tool: 'tripline 1.2.3',
  workspace: 'prod',
  resource: '/subscriptions/s',
  from: '2026-01-01',
  to: '2026-03-31',
  at: '2026-04-01T08:00:00.000Z',
}
export const nothing: Evidence = { subject, readings: new Map(), rules: [], retention: [], gaps: [] }

export const rule: RuleInForce = {
  type: 'alertRules',
  id: 'r1',
  name: 'Spray',
  wanted: 'a',
  live: 'a',
  isEqual: true,
  cites: ['164.312(b)'],
}

export const reading = (body: unknown): Reading => ({ url: '/tables', at: 0, status: 200, body })
