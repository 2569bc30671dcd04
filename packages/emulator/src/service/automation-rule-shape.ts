import { automationLimits, automationValues, conditionProperties, playbookId } from '@tripline/schemas'
import { anything, flag, instant, listOf, matching, object, oneKind, oneOf, type Shape, text, whole } from './shape.ts'

const texts = listOf(text())

const { operator, ...values } = automationValues

/** What only preview versions can look at. */
interface Extensions {
  readonly properties: readonly string[]
  readonly arrays: readonly string[]
}

function condition({ properties, arrays }: Extensions): Shape {
  const nested: Shape = (value, path) => shape(value, path)
  const shape = oneKind('conditionType', {
    Property: {
      'conditionProperties!': object({
        propertyName: oneOf(...conditionProperties, ...properties),
        operator: oneOf(...operator),
        propertyValues: texts,
      }),
    },
    PropertyArray: {
      'conditionProperties!': object({
        arrayType: oneOf(...values.arrayType, ...arrays),
        arrayConditionType: oneOf(...values.arrayConditionType),
        itemConditions: listOf(nested, 0, automationLimits.nestedConditions),
      }),
    },
    PropertyChanged: {
      'conditionProperties!': object({
        propertyName: oneOf(...values.changedProperty),
        changeType: oneOf(...values.changeType),
        operator: oneOf(...operator),
        propertyValues: texts,
      }),
    },
    PropertyArrayChanged: {
      'conditionProperties!': object({
        arrayType: oneOf(...values.changedArray),
        changeType: oneOf('Added'),
      }),
    },
    Boolean: {
      'conditionProperties!': object({
        operator: oneOf('And', 'Or'),
        innerConditions: listOf(nested, 2, automationLimits.nestedConditions),
      }),
    },
  })
  return shape
}

const owner = object({
  email: text(),
  assignedTo: text(),
  objectId: text(),
  userPrincipalName: text(),
  ownerType: oneOf(...values.ownerType),
})

const action = oneKind('actionType', {
  ModifyProperties: {
    'order!': whole(1, 1000),
    actionConfiguration: object({
      severity: oneOf(...values.severity),
      status: oneOf(...values.status),
      classification: oneOf(...values.classification),
      classificationReason: oneOf(...values.classificationReason),
      classificationComment: text(),
      owner,
      labels: listOf(object({ 'labelName!': text(1), labelType: anything })),
    }),
  },
  RunPlaybook: {
    'order!': whole(1, 1000),
    actionConfiguration: object({
      'logicAppResourceId!': matching(playbookId),
      tenantId: text(),
    }),
  },
  AddIncidentTask: {
    'order!': whole(1, 1000),
    actionConfiguration: object({ 'title!': text(1), description: text() }),
  },
})

const properties = (extensions: Extensions): Shape =>
  object({
    'displayName!': text(1, automationLimits.name),
    'order!': whole(1, automationLimits.order),
    'triggeringLogic!': object({
      'isEnabled!': flag,
      'triggersOn!': oneOf(...values.triggersOn),
      'triggersWhen!': oneOf(...values.triggersWhen),
      expirationTimeUtc: instant,
      conditions: listOf(condition(extensions), 0, automationLimits.conditions),
    }),
    'actions!': listOf(action, 0, automationLimits.actions),
    // The published example of an update sends these back.
    lastModifiedTimeUtc: anything,
    createdTimeUtc: anything,
    lastModifiedBy: anything,
    createdBy: anything,
  })

/** The properties of an automation rule, with the limits and enumerations of the published description. */
export const automationRuleShape = properties({ properties: [], arrays: [] })

export const previewAutomationRuleShape = properties({
  properties: ['IncidentCustomDetectionRuleIds', 'IncidentAlertTitle'],
  arrays: ['IncidentLabels'],
})
