import { parseYaml, plainValue } from '@tripline/yaml'
import { describe, expect, it } from 'vitest'
import { importFiles } from './import-files.ts'

const id = '73e01a99-5cd7-4139-a149-9f2736ff2ab5'

/** An answer of the interface, as published: with nulls, and with what only the service sets. */
const answer = {
  id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w/providers/Microsoft.SecurityInsights/AutomationRules/${id}`,
  name: id,
  type: 'Microsoft.SecurityInsights/AutomationRules',
  etag: '"0300bf09-0000-0000-0000-5c37296e0000"',
  properties: {
    displayName: 'Close incidents of the scanner',
    order: 10,
    triggeringLogic: {
      isEnabled: true,
      expirationTimeUtc: null,
      triggersOn: 'Incidents',
      triggersWhen: 'Created',
      conditions: [
        {
          conditionType: 'Property',
          conditionProperties: { propertyName: 'HostName', operator: 'Equals', propertyValues: ['scan-1'] },
        },
      ],
    },
    actions: [
      {
        order: 1,
        actionType: 'ModifyProperties',
        actionConfiguration: {
          severity: null,
          status: 'Closed',
          owner: null,
          labels: [{ labelName: 'scanner', labelType: 'User' }],
        },
      },
    ],
    createdTimeUtc: '2026-03-02T10:00:00Z',
    lastModifiedBy: { name: 'Ada', email: 'ada@contoso.example' },
  },
}

const document = {
  id,
  name: 'Close incidents of the scanner',
  order: 10,
  triggeringLogic: {
    isEnabled: true,
    triggersOn: 'Incidents',
    triggersWhen: 'Created',
    conditions: answer.properties.triggeringLogic.conditions,
  },
  actions: [
    {
      order: 1,
      actionType: 'ModifyProperties',
      actionConfiguration: { status: 'Closed', labels: [{ labelName: 'scanner' }] },
    },
  ],
}

function imported(written: unknown) {
  const { value = [], diagnostics } = importFiles({ path: 'x.json', text: JSON.stringify(written) })
  return {
    files: value.map(({ kind, path, text }) => [kind, path, plainValue(parseYaml({ path, text }).value!)]),
    said: diagnostics.map(({ id }) => id),
  }
}

const file = ['automation rule', 'close-incidents-of-the-scanner.yaml', document]

/** A template with the resource; its name may be an expression. */
const template = (name: string, properties: object = answer.properties) => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  parameters: { workspace: { type: 'string' } },
  resources: [
    {
      type: 'Microsoft.OperationalInsights/workspaces/providers/automationRules',
      apiVersion: '2025-09-01',
      name,
      properties,
    },
  ],
})

describe('an automation rule', () => {
  it.each([
    ['an answer of the interface', answer],
    ['a list of such', { value: [answer] }],
    ['a template', template(`w/Microsoft.SecurityInsights/${id.toUpperCase()}`)],
    [
      'a template that computes the workspace',
      template(`[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${id}')]`),
    ],
  ])('is imported from %s', (_, written) => {
    expect(imported(written)).toEqual({ files: [file], said: [] })
  })

  it('without an id of its own needs one', () => {
    const { files, said } = imported(
      template("[concat(parameters('workspace'), '/Microsoft.SecurityInsights/', newGuid())]"),
    )
    const { id: _, ...rest } = document
    expect([files, said]).toEqual([[[file[0], file[1], rest]], ['import-without-id']])
  })

  it('with values that only a deployment knows is reported', () => {
    const triggeringLogic = { ...answer.properties.triggeringLogic, isEnabled: "[parameters('enabled')]" }
    const { files, said } = imported(template(`w/${id}`, { ...answer.properties, triggeringLogic }))
    expect([files, said]).toEqual([[], ['import-expression']])
  })

  it('without an order is reported', () => {
    const { order: _, ...properties } = answer.properties
    expect(imported({ ...answer, properties })).toEqual({ files: [], said: ['import-automation-unnamed'] })
  })
})
