import { describe, expect, it, test } from 'vitest'
import {
  applyPlan,
  type DesiredProject,
  desiredState,
  driftOf,
  kindOf,
  noChoices,
  planDeploy,
  readActual,
} from '../../src/index.ts'
import { compareFields } from '../../src/plan/compare-fields.ts'
import { noProject } from '../desired-resources.ts'
import { type Emulated, emulated } from '../emulated-workspace.ts'

type AutomationRule = DesiredProject['automationRules'][number]
const at = <T>(value: T) => ({ value, span: { file: { path: 'close.yaml', text: '' }, start: 0, end: 0 } })

const property = (propertyName: string, ...propertyValues: readonly string[]) => ({
  conditionType: 'Property',
  conditionProperties: { propertyName, operator: 'Contains', propertyValues },
})

/** A rule that uses every part of the format. */
const closing = {
  displayName: 'Close incidents of the scanner',
  order: 10,
  triggeringLogic: {
    isEnabled: true,
    triggersOn: 'Incidents',
    triggersWhen: 'Updated',
    expirationTimeUtc: '2027-01-01T00:00:00Z',
    conditions: [
      property('IncidentTitle', 'scanner', 'probe'),
      {
        conditionType: 'Boolean',
        conditionProperties: {
          operator: 'Or',
          innerConditions: [property('HostName', 'scan-1'), property('IPAddress', '192.0.2.1')],
        },
      },
      {
        conditionType: 'PropertyArray',
        conditionProperties: {
          arrayType: 'CustomDetails',
          arrayConditionType: 'AnyItem',
          itemConditions: [property('IncidentCustomDetailsKey', 'Scan'), property('IncidentCustomDetailsValue', 'yes')],
        },
      },
      {
        conditionType: 'PropertyChanged',
        conditionProperties: {
          propertyName: 'IncidentStatus',
          changeType: 'ChangedTo',
          operator: 'Equals',
          propertyValues: ['Active'],
        },
      },
    ],
  },
  actions: [
    {
      order: 1,
      actionType: 'ModifyProperties',
      actionConfiguration: {
        status: 'Closed',
        classification: 'BenignPositive',
        labels: [{ labelName: 'scanner' }, { labelName: 'probe' }],
      },
    },
    { order: 2, actionType: 'AddIncidentTask', actionConfiguration: { title: 'Tell the owner' } },
  ],
}

const rule = (properties: object = closing): AutomationRule => ({
  id: at('73e01a99-5cd7-4139-a149-9f2736ff2ab5'),
  name: at('Close incidents of the scanner'),
  order: at(10),
  properties: properties as AutomationRule['properties'],
})

async function planFor({ workspace }: Emulated, wanted: readonly AutomationRule[], choices = {}) {
  const state = desiredState({ ...noProject, owner: 'acme', automationRules: wanted })
  const actual = await readActual(workspace, state)
  if (!actual.ok) throw new Error(actual.error.message)
  const all = { ...noChoices, owner: 'acme', ...choices }
  const plan = planDeploy({ name: 'local', resource: workspace.resource }, state, actual.value, all)
  return { plan, drift: driftOf(plan, actual.value) }
}

async function deploy(emulator: Emulated, wanted: readonly AutomationRule[], choices = {}) {
  const { results } = await applyPlan((await planFor(emulator, wanted, choices)).plan, emulator.workspace)
  return results.map(({ outcome, step, error }) => [outcome, step.action, error?.message].join(' ').trim())
}

it('is created, is then as it should be, and is updated and deleted', async () => {
  const emulator = await emulated()
  expect(await deploy(emulator, [rule()])).toEqual(['applied create'])
  expect(await deploy(emulator, [rule()])).toEqual(['unchanged none'])
  const metadata = await emulator.workspace.metadata.list()
  expect(metadata.ok && metadata.value.map(({ properties }) => properties.kind)).toEqual(['AutomationRule'])
  expect(await deploy(emulator, [rule({ ...closing, order: 20 })])).toEqual(['applied update'])
  expect(await deploy(emulator, [], { prune: true })).toEqual(['applied delete'])
  const left = await emulator.workspace.automationRules.list()
  expect(left.ok && left.value).toEqual([])
})

it('that was edited in the portal is a conflict, and drift that names the field', async () => {
  const emulator = await emulated()
  await deploy(emulator, [rule()])
  const triggeringLogic = { ...closing.triggeringLogic, isEnabled: false }
  await emulator.workspace.automationRules.put(rule().id.value, { properties: { ...closing, triggeringLogic } })
  const { plan, drift } = await planFor(emulator, [rule()])
  expect(plan.steps).toMatchObject([{ action: 'conflict', cause: 'edited' }])
  expect(drift.drifted).toMatchObject([{ changes: [{ path: 'triggeringLogic.isEnabled', from: true, to: false }] }])
})

it('that has expired is a warning', async () => {
  const emulator = await emulated()
  const expired = {
    ...closing,
    triggeringLogic: { ...closing.triggeringLogic, expirationTimeUtc: '2026-03-02T10:00:00Z' },
  }
  const { plan } = await planFor(emulator, [rule(expired)])
  expect(plan.steps[0]!.warnings).toEqual(['it expired on 2026-03-02 and does nothing'])
})

/** Every leaf of a value, changed, one at a time. */
function* flips(value: unknown, path = ''): Iterable<readonly [string, unknown]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const [where, changed] of flips(item, `${path}[${index}]`)) yield [where, value.with(index, changed)]
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value))
      for (const [where, changed] of flips(member, path === '' ? name : `${path}.${name}`))
        yield [where, { ...value, [name]: changed }]
  } else {
    yield [path, typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : `${value}9`]
  }
}

describe('its fields', () => {
  const [wanted] = desiredState({ ...noProject, automationRules: [rule()] })
  const kind = kindOf(wanted!)
  const changesOf = (properties: object) =>
    compareFields(kind, wanted!.body, { id: 'x', properties: properties as AutomationRule['properties'] })

  test.each([...flips(closing)])('a change of %s is seen', (_, properties) => {
    expect(changesOf(properties as object)).not.toEqual([])
  })

  it('are the same in another order: of conditions, values, labels, and actions, which have a number', () => {
    const reordered = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reordered).toReversed()
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, reordered(member)]))
    }
    expect(changesOf(reordered(closing) as object)).toEqual([])
  })

  it('are the same with what the service adds', () => {
    const { triggeringLogic, actions } = closing
    const [scanner, probe] = closing.actions[0]!.actionConfiguration.labels!
    const labels = [
      { ...scanner, labelType: 'User' },
      { ...probe, labelType: 'AutoAssigned' },
    ]
    const stored = {
      ...closing,
      triggeringLogic: { ...triggeringLogic, expirationTimeUtc: '2027-01-01T00:00:00.000Z' },
      actions: [
        { ...actions[0], actionConfiguration: { ...actions[0]!.actionConfiguration, labels, owner: null } },
        actions[1],
      ],
      createdTimeUtc: '2026-03-02T10:00:00Z',
      lastModifiedBy: { name: 'Ada' },
    }
    expect(changesOf(stored)).toEqual([])
  })
})
