import { type DesiredProject, type DesiredResource, desiredState } from '../src/index.ts'
import { noProject, scheduled } from './desired-resources.ts'

export const owner = 'acme/detections'

const at = <T>(value: T) => ({ value, span: { file: { path: 'tripline.yaml', text: '' }, start: 0, end: 0 } })

const visitors = (...rows: DesiredProject['watchlists'][number]['rows']): DesiredProject['watchlists'] => [
  { alias: 'Visitors', searchKey: 'Badge', columns: ['Badge', 'Host'], rows },
]

const outside = (body: string): DesiredProject['functions'][number] => ({
  names: [at('Outside')],
  parameters: at('()'),
  body: { ...at(body), offsetAt: index => index },
})

const closing = (number: number, displayName: string): DesiredProject['automationRules'][number] => ({
  id: at(`73e01a99-5cd7-4139-a149-${String(number).padStart(12, '0')}`),
  name: at(displayName),
  order: at(number),
  properties: {
    displayName,
    order: number,
    triggeringLogic: { isEnabled: true, triggersOn: 'Incidents', triggersWhen: 'Created' },
    actions: [{ order: 1, actionType: 'ModifyProperties', actionConfiguration: { status: 'Closed' } }],
  },
})

const rules = (...resources: readonly DesiredResource[]): DesiredProject['rules'] =>
  resources.map(rule => ({ ...rule, apiVersion: rule.apiVersion!, reads: [] }) as never)

/** Deployed before; of rules, and of automation rules, the last one is no longer wanted. */
export const before = desiredState({
  ...noProject,
  owner,
  rules: rules(scheduled(1), scheduled(2, { displayName: 'A' }), scheduled(3, { displayName: 'B' }), scheduled(7)),
  functions: [outside('SigninLogs')],
  watchlists: visitors(['7001', 'Ann'], ['7002', 'Bo'], ['7003', 'Cy']),
  automationRules: [closing(1, 'Close'), closing(2, 'Close, too')],
})

/** Nobody's in the project. */
export const others = scheduled(9, { displayName: 'Foreign' })

/** Of every kind something to create or to change; a swap of names; two deletions, one of which frees a name that is taken. */
export const desired = desiredState({
  ...noProject,
  owner,
  rules: rules(
    scheduled(1, { severity: 'Low' }),
    scheduled(2, { displayName: 'B' }),
    scheduled(3, { displayName: 'A' }),
    scheduled(4, { displayName: 'Rule 7', query: 'Door_CL | take 1' }),
  ),
  functions: [outside('SigninLogs | take 1')],
  watchlists: visitors(['7001', 'Ann'], ['7004', 'Di']),
  automationRules: [closing(1, 'Close all')],
  tables: [
    {
      name: 'Door_CL',
      columns: [
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'Badge', type: 'long' },
      ],
    },
  ],
  retention: { workspace: at(90), default: {}, tables: [{ table: at('SigninLogs'), total: at(2556) }] },
})
