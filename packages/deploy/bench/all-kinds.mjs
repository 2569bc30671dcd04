/** A project with something of every kind, as it was deployed before and as it is wanted now. */
import { connect, localAddress, localCredential } from '@tripline/azure'
import { startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { handClock } from '@tripline/testkit'
import { applyPlan, desiredState, noChoices, planDeploy, readActual } from '../dist/index.js'

export const owner = 'bench'

const at = value => ({ value, span: { file: { path: 'bench', text: '' }, start: 0, end: 0 } })

export const ruleOf = (number, properties = {}) => ({
  id: `5c2b0f64-0000-4000-8000-${String(number).padStart(12, '0')}`,
  name: `Rule ${number}`,
  apiVersion: '2025-07-01-preview',
  reads: [],
  body: {
    kind: 'Scheduled',
    properties: {
      displayName: `Rule ${number}`,
      enabled: true,
      severity: 'High',
      query: 'SigninLogs | where ResultType != "0"',
      queryFrequency: 'PT5M',
      queryPeriod: 'PT1H',
      triggerOperator: 'GreaterThan',
      triggerThreshold: 0,
      suppressionEnabled: false,
      suppressionDuration: 'PT5H',
      ...properties,
    },
  },
})

const automationOf = (number, displayName) => ({
  id: at(`73e01a99-0000-4000-8000-${String(number).padStart(12, '0')}`),
  name: at(displayName),
  order: at(number),
  properties: {
    displayName,
    order: number,
    triggeringLogic: { isEnabled: true, triggersOn: 'Incidents', triggersWhen: 'Created' },
    actions: [{ order: 1, actionType: 'ModifyProperties', actionConfiguration: { status: 'Closed' } }],
  },
})

export const functionOf = (body, name = 'Outside') => ({
  names: [at(name)],
  parameters: at('()'),
  body: { ...at(body), offsetAt: i => i },
})

const watchlistOf = (...hosts) => ({
  alias: 'Visitors',
  searchKey: 'Badge',
  columns: ['Badge', 'Host'],
  rows: hosts.map((host, index) => [String(7000 + index), host]),
})

export const nothing = {
  owner,
  rules: [],
  searches: [],
  functions: [],
  watchlists: [],
  automationRules: [],
  tables: [],
  retention: { default: {}, tables: [] },
}

export const rulesOnly = (count, properties) =>
  desiredState({ ...nothing, rules: Array.from({ length: count }, (_, index) => ruleOf(index, properties)) })

/** What was deployed, and what is wanted: of each ten rules, two exchange their names and one changes; one goes, and a new one takes its name. */
export function worlds(rules) {
  const numbers = Array.from({ length: rules }, (_, index) => index)
  const changed = number => {
    if (number % 10 === 0) return ruleOf(number, { displayName: `Rule ${number + 1}` })
    if (number % 10 === 1) return ruleOf(number, { displayName: `Rule ${number - 1}` })
    return ruleOf(number, number % 10 === 2 ? { severity: 'Low' } : {})
  }
  const before = desiredState({
    ...nothing,
    rules: [...numbers.map(number => ruleOf(number)), ruleOf(9000)],
    functions: [functionOf('SigninLogs')],
    watchlists: [watchlistOf('Ann', 'Bo', 'Cy')],
    automationRules: [automationOf(1, 'Close'), automationOf(2, 'Close, too')],
  })
  const after = desiredState({
    ...nothing,
    rules: [...numbers.map(changed), ruleOf(9001, { displayName: 'Rule 9000', query: 'Door_CL | take 1' })],
    functions: [functionOf('SigninLogs | take 1')],
    watchlists: [watchlistOf('Ann', 'Di')],
    automationRules: [automationOf(1, 'Close all')],
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
  return { before, after }
}

/** Nobody's in the project. */
const foreign = {
  alertRules: ['foreign', ruleOf(9999, { displayName: 'Foreign' }).body],
  automationRules: ['83e01a99-0000-4000-8000-000000000000', automationOf(99, 'Foreign')],
  savedSearches: ['foreign', { properties: { category: 'x', displayName: 'Foreign', query: 'SigninLogs' } }],
  watchlists: ['Foreign', { properties: { displayName: 'Foreign', provider: 'x', itemsSearchKey: 'a' } }],
}

const foreignIn = async client =>
  JSON.stringify(await Promise.all(Object.entries(foreign).map(([type, [id]]) => client[type].get(id))))

/** A list of all tables would take most of the time. */
const catalogue = { ...loadCatalogue(), names: ['SigninLogs'] }

/** An emulator on a clock of its own, and a client of it. */
export async function workspace({ startsAt, ...options } = {}) {
  const clock = handClock(startsAt)
  const exchanges = []
  const { value: emulator } = await startEmulator({
    catalogue,
    clock: () => new Date(clock.now()),
    onExchange: ({ method, status }) => exchanges.push({ method, status }),
    ...options,
  })
  const client = connect(localAddress(emulator), localCredential, clock)
  return { emulator, client, clock, exchanges }
}

/** What another emulator needs to go on from here. */
export const momentOf = ({ emulator, clock }) => ({ state: emulator.state(), startsAt: clock.now() })

/** A workspace to which `before` was deployed, among what others have there; and what these have. */
export async function deployed(before, options) {
  const one = await workspace(options)
  for (const [type, [id, { properties, kind }]] of Object.entries(foreign)) {
    const put = await one.client[type].put(id, { ...(kind && { kind }), properties })
    if (!put.ok) throw new Error(put.error.message)
  }
  const errors = await planAndApply(one.client, before)
  if (errors.length > 0) throw new Error(errors[0].message)
  const deployment = { moment: momentOf(one), untouched: await foreignIn(one.client) }
  await one.emulator.close()
  return deployment
}

export async function planFor(client, state) {
  const actual = await readActual(client, state)
  if (!actual.ok) return actual
  const choices = { ...noChoices, owner, prune: true }
  const plan = planDeploy({ name: 'local', resource: client.resource }, state, actual.value, choices)
  return { ok: true, value: plan, actual: actual.value }
}

export async function planAndApply(client, state) {
  const plan = await planFor(client, state)
  return plan.ok ? errorsIn(await applyPlan(plan.value, client)) : [plan.error]
}

export const errorsIn = ({ results }) => results.flatMap(({ error }) => error ?? [])

/** What is not as it should be after all has been applied: undefined if nothing. */
export async function faultIn(client, untouched, state) {
  const plan = await planFor(client, state)
  const pending = plan.ok ? plan.value.steps.filter(({ action }) => action !== 'none') : [plan.error]
  if (pending.length > 0)
    return `${pending.length} pending: ${pending[0].action} ${pending[0].name ?? pending[0].message}`
  if ((await foreignIn(client)) !== untouched) return 'what others have has changed'
  for (const type of [...Object.keys(foreign), 'metadata']) {
    const own = state.filter(one => (type === 'metadata' ? Object.hasOwn(foreign, one.type) : one.type === type))
    const wanted = own.length + (type === 'metadata' ? 0 : 1)
    const stored = await client[type].list()
    if (stored.value.length !== wanted) return `${stored.value.length} ${type} instead of ${wanted}`
  }
  return undefined
}
