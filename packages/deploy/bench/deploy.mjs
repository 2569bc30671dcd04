/** What deploying costs, and whether it converges whatever goes wrong. Waits are on a clock of the benchmark's own. */
import { connect, limits, localAddress, localCredential } from '@tripline/azure'
import { startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { handClock } from '@tripline/testkit'
import { applyPlan, noChoices, planDeploy, readActual } from '../dist/index.js'

const rule = (number, properties = {}) => ({
  type: 'alertRules',
  id: `5c2b0f64-0000-4000-8000-${String(number).padStart(12, '0')}`,
  name: `Rule ${number}`,
  apiVersion: '2025-07-01-preview',
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
const rules = (from, to, properties) => Array.from({ length: to - from }, (_, index) => rule(from + index, properties))

async function workspace(options = {}) {
  const clock = handClock()
  const exchanges = []
  const { value: emulator } = await startEmulator({
    catalogue: loadCatalogue(),
    clock: () => new Date(clock.now()),
    onExchange: exchange => exchanges.push(exchange),
    ...options,
  })
  return { client: connect(localAddress(emulator), localCredential, clock), clock, exchanges, close: emulator.close }
}

async function planFor(client, state) {
  const actual = await readActual(client, state)
  if (!actual.ok) return actual
  const choices = { ...noChoices, owner: 'bench', prune: true }
  return { ok: true, value: planDeploy({ name: 'local', resource: client.resource }, state, actual.value, choices) }
}

async function planAndApply(client, state) {
  const plan = await planFor(client, state)
  return plan.ok ? (await applyPlan(plan.value, client)).results.flatMap(({ error }) => error ?? []) : [plan.error]
}

const say = line => process.stdout.write(`${line}\n`)

/** 500 creations, then a plan that finds nothing to do. */
async function many() {
  const { client, clock, exchanges, close } = await workspace({ rateLimits: true })
  const state = rules(0, 500)
  const start = clock.now()
  const errors = await planAndApply(client, state)
  const seconds = (clock.now() - start) / 1000
  const writes = exchanges.filter(({ method }) => method === 'PUT').length
  const refused = exchanges.filter(({ status }) => status === 429).length
  const ideal = (writes - limits.writes.burst) / limits.writes.perSecond
  say(
    `apply of 500 creations: ${errors.length} errors, ${writes} writes, ${refused} answered 429; ${(seconds / ideal).toFixed(2)} × the time that the pace allows (${Math.round(ideal)} s)`,
  )
  const before = exchanges.length
  const begun = process.cpuUsage()
  const plan = await planFor(client, state)
  const { user, system } = process.cpuUsage(begun)
  const none = plan.value.steps.filter(({ action }) => action === 'none').length
  say(
    `plan of ${none} unchanged rules: ${exchanges.length - before} requests, ${((user + system) / 1e6).toFixed(2)} s of processor time, the service's included`,
  )
  await close()
}

/** Runs in which everything goes wrong by chance, each followed by one plain run. */
async function faulty(count) {
  const bad = []
  let injected = 0
  for (let seed = 1; seed <= count; seed++) {
    const faults = {}
    const { client, exchanges, close } = await workspace({ faults, seed })
    const foreign = rule(99, { displayName: 'Foreign' })
    await client.alertRules.put(foreign.id, foreign.body, foreign.apiVersion)
    const swap = [rule(1, { displayName: 'B' }), rule(2, { displayName: 'A' })]
    await planAndApply(client, [rule(1, { displayName: 'A' }), rule(2, { displayName: 'B' }), rule(3), rule(4)])
    const untouched = JSON.stringify(await client.alertRules.get(foreign.id))
    const state = [...swap, rule(3, { severity: 'Low' }), rule(5), rule(6)]
    Object.assign(faults, { 429: 0.05, 500: 0.05, drop: 0.05, dropAfter: 0.05, '404read': 0.2, etag: 0.1 })
    await planAndApply(client, state)
    injected += exchanges.filter(({ status }) => status === 429 || status >= 500).length
    for (const name of Object.keys(faults)) delete faults[name]
    const errors = await planAndApply(client, state)
    const left = await planFor(client, state)
    const pending = left.value?.steps.filter(({ action }) => action !== 'none').length
    const stored = await client.alertRules.list()
    const metadata = await client.metadata.list()
    const isWhole =
      errors.length === 0 &&
      pending === 0 &&
      stored.value.length === 6 &&
      metadata.value.length === 5 &&
      JSON.stringify(await client.alertRules.get(foreign.id)) === untouched
    const said = errors.map(({ code, message }) => `${code} ${message}`).join('; ')
    if (!isWhole) {
      bad.push(
        `seed ${seed}: ${said || `${pending} pending, ${stored.value.length} rules, ${metadata.value.length} metadata`}`,
      )
    }
    await close()
  }
  say(
    `${count} runs with faults by chance (${injected} errors answered): ${bad.length} not as they should be after one plain run`,
  )
  for (const line of bad.slice(0, 5)) say(`  ${line}`)
}

await many()
await faulty(Number(process.env.BENCH_RUNS ?? 1000))
