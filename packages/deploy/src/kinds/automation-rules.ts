import { isRecord } from '@tripline/diagnostics'
import { commonKind, type Kind, onePut } from '../kind.ts'
import { ofInstant, unordered } from './field-values.ts'

/** Automation rules. Their conditions hold together, so their order does not matter; that of actions does. */
export const automationRules: Kind = {
  ...commonKind,
  type: 'automationRules',
  noun: 'automation rule',
  fields: {
    displayName: {},
    order: {},
    'triggeringLogic.expirationTimeUtc': { compare: ofInstant },
    'triggeringLogic.*': {},
    'actions[].*': {},
  },
  content: () => 'AutomationRule',
  nameOf: ({ id, properties: { displayName } }) => (typeof displayName === 'string' ? displayName : id),
  limits: [{ what: 'automation rules', most: 512, counts: () => true }],
  wanted: ({ automationRules }) =>
    automationRules.map(({ id, name, properties }) => ({
      type: 'automationRules',
      id: id.value,
      name: name.value,
      body: { properties },
    })),
  comparable: ({ actions, triggeringLogic, ...properties }) => ({
    ...properties,
    triggeringLogic: settled(triggeringLogic),
    actions: Array.isArray(actions) ? actions.map(settled).sort(byOrder) : actions,
  }),
  *judge({ wanted, readAt }) {
    const { triggeringLogic } = wanted.body.properties
    const expires = isRecord(triggeringLogic) ? Date.parse(String(triggeringLogic.expirationTimeUtc)) : Number.NaN
    if (expires <= readAt) {
      yield { warning: `it expired on ${new Date(expires).toISOString().slice(0, 10)} and does nothing` }
    }
  },
  async describe(stored) {
    return (await import('../describe/describe-rule.ts')).describeInFile(this, stored, stored.properties)
  },
  absorb: async differing => (await import('../absorb/absorb-automation.ts')).absorbAutomation(differing),
  sendings: onePut('automationRules'),
}

const byOrder = (a: unknown, b: unknown): number => orderOf(a) - orderOf(b)
const orderOf = (action: unknown): number => (isRecord(action) ? Number(action.order) : 0)

/** Lists whose order means nothing. */
const sets: ReadonlySet<string> = new Set([
  'conditions',
  'innerConditions',
  'itemConditions',
  'propertyValues',
  'labels',
])

/** A value without what the service adds, and with sets in one order. */
function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settled)
  if (!isRecord(value)) return value
  const members = Object.entries(value).flatMap(([name, member]) => {
    // Whether people or Sentinel have given a label to an incident.
    if (name === 'labelType' || member === null) return []
    const plain = settled(member)
    return [[name, sets.has(name) ? inOneOrder(plain) : plain] as const]
  })
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const inOneOrder = (value: unknown): unknown =>
  Array.isArray(value) && value.some(isRecord)
    ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : unordered(value)
