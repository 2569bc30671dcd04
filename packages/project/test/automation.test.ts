import { positionAt } from '@tripline/diagnostics'
import { describe, expect, it } from 'vitest'
import { loadProject } from '../src/index.ts'
import { scratchFolder } from './scratch-folder.ts'

const id = '73e01a99-5cd7-4139-a149-9f2736ff2ab5'
const head = `id: ${id}\nname: Close\norder: 10\n`
const trigger = 'triggeringLogic: { triggersOn: Incidents, triggersWhen: Created }\n'
const actions = `actions:
  - actionType: ModifyProperties
    actionConfiguration: { status: Closed }
  - actionType: AddIncidentTask
    actionConfiguration: { title: Tell the owner }
`

async function load(files: Readonly<Record<string, string>>) {
  const root = scratchFolder({ 'tripline.yaml': 'rules: []\n', ...files })
  const { value, diagnostics } = await loadProject(root)
  const said = diagnostics.map(({ span, message }) => {
    const { line, column } = positionAt(span!.file, span!.start)
    return `${line}:${column} ${message}`
  })
  return { rules: value?.automationRules, said }
}

it('reads the rules of the folder automation, as the interface has them', async () => {
  const { rules, said } = await load({ 'automation/close.yaml': head + trigger + actions })
  expect(said).toEqual([])
  expect(rules).toMatchObject([
    {
      id: { value: id },
      properties: {
        displayName: 'Close',
        order: 10,
        triggeringLogic: { isEnabled: true, triggersOn: 'Incidents', triggersWhen: 'Created' },
        actions: [
          { order: 1, actionType: 'ModifyProperties', actionConfiguration: { status: 'Closed' } },
          { order: 2, actionType: 'AddIncidentTask', actionConfiguration: { title: 'Tell the owner' } },
        ],
      },
    },
  ])
})

it('reads the folders that tripline.yaml names instead', async () => {
  const { rules } = await load({
    'tripline.yaml': 'rules: []\nautomation: [a, b]\n',
    'a/1.yaml': head + trigger + actions,
    'b/2.yaml': (head + trigger + actions).replace('73e0', '83e0').replace('order: 10', 'order: 11'),
    'automation/3.yaml': 'nothing: of the kind\n',
  })
  expect(rules?.map(({ order }) => order.value)).toEqual([10, 11])
})

const condition = (type: string, properties: string) =>
  `triggeringLogic:\n  triggersOn: Incidents\n  triggersWhen: Created\n  conditions:\n    - conditionType: ${type}\n      conditionProperties: ${properties}\n`
const single =
  '{ conditionType: Property, conditionProperties: { propertyName: HostName, operator: Equals, propertyValues: [a] } }'

describe('what Sentinel would refuse is refused where it is written', () => {
  it.each<readonly [string, string, string]>([
    ['an id that is not a GUID', head.replace(id, 'close') + trigger + actions, '1:5 expected a GUID'],
    [
      'an order of 1001',
      head.replace('10\n', '1001\n') + trigger + actions,
      '3:8 expected a whole number from 1 to 1000',
    ],
    ['an order of 0', head.replace('10\n', '0\n') + trigger + actions, '3:8 expected a whole number from 1 to 1000'],
    ['no trigger', head + actions, '1:1 an automation rule needs the key triggeringLogic'],
    ['an unknown key', `${head}when: now\n${trigger}${actions}`, '4:1 an automation rule has no key when'],
    [
      'an unknown property',
      head + condition('Property', '{ propertyName: Nonsense, operator: Equals, propertyValues: [a] }') + actions,
      '9:44',
    ],
    ['an unknown kind of condition', head + condition('Sometimes', '{}') + actions, '8:22'],
    [
      'a number as a value',
      head + condition('Property', '{ propertyName: HostName, operator: Equals, propertyValues: [1] }') + actions,
      'expected text',
    ],
    [
      'a group of one',
      head + condition('Boolean', `{ operator: Or, innerConditions: [${single}] }`) + actions,
      '1 are listed; Sentinel takes 2 to 10',
    ],
    [
      'a change where nothing has changed',
      head + condition('PropertyArrayChanged', '{ arrayType: Alerts, changeType: Added }') + actions,
      '8:22 only an automation rule that triggers on updates',
    ],
    [
      'updates of alerts',
      `${head}triggeringLogic: { triggersOn: Alerts, triggersWhen: Updated }\n${actions}`,
      '4:54 Sentinel triggers on alerts only when they are created',
    ],
    ['no actions', `${head}${trigger}actions: []\n`, '0 are listed; Sentinel takes 1 to 20'],
    [
      'a playbook that is none',
      `${head}${trigger}actions: [{ actionType: RunPlaybook, actionConfiguration: { logicAppResourceId: x } }]\n`,
      'expected the resource id of a playbook',
    ],
    [
      'a time without a zone',
      `${head}triggeringLogic: { triggersOn: Incidents, triggersWhen: Created, expirationTimeUtc: 2027-01-01T00:00 }\n${actions}`,
      'expected a time with its zone',
    ],
  ])('%s', async (_, text, message) => {
    const { said } = await load({ 'automation/close.yaml': text })
    expect(said.join('\n')).toContain(message)
    expect(said).toHaveLength(1)
  })

  it('an order or an id that another file has', async () => {
    const rule = head + trigger + actions
    expect((await load({ 'automation/a.yaml': rule, 'automation/b.yaml': rule })).said).toEqual([
      expect.stringContaining('a.yaml has the id 73e01a99'),
      expect.stringContaining('a.yaml has the order 10, too; which of the two would run first is not defined'),
    ])
  })

  it('a folder among those of rules', async () => {
    const { said } = await load({
      'tripline.yaml': 'rules: detections\nautomation: detections/automation\n',
      'detections/automation/a.yaml': head + trigger + actions,
    })
    expect(said).toEqual([expect.stringContaining('are inside')])
  })
})
