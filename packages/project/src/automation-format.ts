import type { Located, SourceFile } from '@tripline/diagnostics'
import { automationLimits, automationValues, conditionProperties, playbookId } from '@tripline/schemas'
import {
  boolean,
  documentSchema,
  type JsonSchema,
  list,
  oneOf,
  optional,
  parsed,
  type Reader,
  record,
  required,
  strict,
  text,
  variant,
} from '@tripline/yaml'
import { guid } from './identifier.ts'
import { projectReport } from './project-report.ts'

const values = automationValues

/** A list of so many items. */
const listOf = <T>(item: Reader<T>, fewest: number, most: number): Reader<readonly T[]> => {
  const items = list(item)
  return {
    ...items,
    read(node, reading) {
      const count = node.kind === 'sequence' ? node.items.length : undefined
      if (count !== undefined && (count < fewest || count > most)) {
        reading.report(projectReport['automation-count'](node.span, count, fewest, most))
      }
      return items.read(node, reading)
    },
    schema: strictness => ({ ...items.schema!(strictness), minItems: fewest, maxItems: most }),
  }
}

const order: Reader<Located<number>> = parsed(`a whole number from 1 to ${automationLimits.order}`, text =>
  /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= automationLimits.order ? Number(text) : undefined,
)

const instant = parsed('a time with its zone, such as 2027-01-31T00:00:00Z', text =>
  /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined,
)

const name = parsed(`a name of up to ${automationLimits.name} characters`, text =>
  text.length >= 1 && text.length <= automationLimits.name ? text : undefined,
)

const playbook = parsed('the resource id of a playbook', text => (playbookId.test(text) ? text : undefined))

const properties = (fields: Parameters<typeof record>[1]) => ({
  conditionProperties: required(record('the properties of a condition', fields)),
})

/** Groups of conditions contain conditions, to a depth that nobody needs; editors judge the outermost. */
const condition = (depth: number): Reader<unknown> => {
  const single = {
    Property: properties({
      propertyName: required(oneOf(conditionProperties)),
      operator: required(oneOf(values.operator)),
      propertyValues: required(list(text)),
    }),
    PropertyChanged: properties({
      propertyName: required(oneOf(values.changedProperty)),
      changeType: optional(oneOf(values.changeType)),
      operator: optional(oneOf(values.operator)),
      propertyValues: optional(list(text)),
    }),
    PropertyArrayChanged: properties({
      arrayType: required(oneOf(values.changedArray)),
      changeType: required(oneOf(['Added'])),
    }),
  }
  if (depth === 0) return variant('a condition', 'conditionType', single)
  const { nestedConditions } = automationLimits
  const inner = { ...condition(depth - 1), schema: () => ({ type: 'object', required: ['conditionType'] }) }
  return variant('a condition', 'conditionType', {
    ...single,
    PropertyArray: properties({
      arrayType: required(oneOf(values.arrayType)),
      arrayConditionType: optional(oneOf(values.arrayConditionType)),
      itemConditions: required(listOf(inner, 1, nestedConditions)),
    }),
    Boolean: properties({
      operator: required(oneOf(['And', 'Or'])),
      innerConditions: required(listOf(inner, 2, nestedConditions)),
    }),
  })
}

const owner = record('an owner', {
  email: optional(text),
  assignedTo: optional(text),
  objectId: optional(guid),
  userPrincipalName: optional(text),
  ownerType: optional(oneOf(values.ownerType)),
})

const action = variant('an action', 'actionType', {
  ModifyProperties: {
    order: optional(order),
    actionConfiguration: required(
      record('the changes to an incident', {
        severity: optional(oneOf(values.severity)),
        status: optional(oneOf(values.status)),
        classification: optional(oneOf(values.classification)),
        classificationReason: optional(oneOf(values.classificationReason)),
        classificationComment: optional(text),
        owner: optional(owner),
        labels: optional(list(record('a label', { labelName: required(text) }))),
      }),
    ),
  },
  RunPlaybook: {
    order: optional(order),
    actionConfiguration: required(
      record('a playbook to run', { logicAppResourceId: required(playbook), tenantId: optional(guid) }),
    ),
  },
  AddIncidentTask: {
    order: optional(order),
    actionConfiguration: required(record('a task', { title: required(text), description: optional(text) })),
  },
})

/** The file of an automation rule: the properties of Sentinel's interface, with its id and its name. */
export const automationFormat = record('an automation rule', {
  id: required(guid),
  name: required(name),
  order: required(order),
  triggeringLogic: required(
    record('what triggers an automation rule', {
      isEnabled: optional(boolean),
      triggersOn: required(oneOf(values.triggersOn)),
      triggersWhen: required(oneOf(values.triggersWhen)),
      expirationTimeUtc: optional(instant),
      conditions: optional(listOf(condition(3), 0, automationLimits.conditions)),
    }),
  ),
  actions: required(listOf(action, 1, automationLimits.actions)),
})

/** Whether a file describes an automation rule: at its top level, it says what triggers one. */
export const isAutomationFile = ({ text: written }: SourceFile): boolean =>
  /^(["']?)triggeringLogic\1[ \t]*:/m.test(written)

/** JSON Schema of an automation rule's file, for editors. */
export const automationSchema = (): JsonSchema =>
  documentSchema('an automation rule of Tripline', automationFormat, strict)
