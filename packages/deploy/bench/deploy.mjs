/**
 * What deploying costs, and whether it converges whatever goes wrong. Waits are on a clock of the benchmark's own.
 * BENCH_RULES is the number of rules in the deployment that is killed, BENCH_RUNS that of runs with faults.
 */
import { serialize, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { limits } from '@tripline/azure'
import { applyPlan } from '../dist/index.js'
import {
  deployed,
  errorsIn,
  faultIn,
  momentOf,
  planAndApply,
  planFor,
  rulesOnly,
  workspace,
  worlds,
} from './all-kinds.mjs'
import { driftOfTemplates } from './drift.mjs'

const say = line => process.stdout.write(`${line}\n`)

/** 500 creations, then a plan that finds nothing to do. */
async function many() {
  const { client, clock, exchanges, emulator } = await workspace({ rateLimits: true })
  const state = rulesOnly(500)
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
  await emulator.close()
}

/** What is kept in memory by one deployment after another, the emulator's part included. */
async function memory() {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  const megabytes = () => {
    collect()
    return (process.memoryUsage().heapUsed / 1e6).toFixed(1)
  }
  const { client, emulator } = await workspace()
  const sizes = []
  for (let round = 0; round <= 20; round++) {
    await planAndApply(client, rulesOnly(100, { severity: round % 2 === 0 ? 'Low' : 'High' }))
    if (round % 10 === 0) sizes.push(megabytes())
  }
  await emulator.close()
  say(`memory after 100 rules were created, then changed 10 and 20 times: ${sizes.join(', ')} MB`)
}

/** Runs over all kinds in which everything goes wrong by chance, each followed by one plain run. */
async function faulty(count) {
  const bad = []
  let injected = 0
  const { before, after } = worlds(10)
  const { moment, untouched } = await deployed(before)
  for (let seed = 1; seed <= count; seed++) {
    const faults = { 429: 0.05, 500: 0.05, drop: 0.05, dropAfter: 0.05, '404read': 0.2, etag: 0.1 }
    const one = await workspace({ ...moment, faults, seed, operationSeconds: seed % 2 === 0 ? 0 : 60 })
    await planAndApply(one.client, after)
    injected += one.exchanges.filter(({ status }) => status === 429 || status >= 500).length
    for (const name of Object.keys(faults)) delete faults[name]
    const [error] = await planAndApply(one.client, after)
    const fault = error ? `${error.code} ${error.message}` : await faultIn(one.client, untouched, after)
    if (fault !== undefined) bad.push(`seed ${seed}: ${fault}`)
    await one.emulator.close()
  }
  say(
    `${count} runs with faults by chance (${injected} errors answered): ${bad.length} not as they should be after one plain run`,
  )
  for (const line of bad.slice(0, 5)) say(`  ${line}`)
}

/** What is run, killed, and run again: each with what it says went wrong. */
const ways = {
  'a plain run': async (_, after) => client => planAndApply(client, after),
  'the same saved plan': async (client, after) => {
    const { value: plan } = await planFor(client, after)
    return async other => errorsIn(await applyPlan(plan, other))
  },
}

/**
 * The states in which a run that is killed leaves a workspace: as it was, and after each of its requests. Killed before the
 * service carries out a request, it leaves what the request before has left; and most requests leave all as it was.
 */
async function statesLeft(run, moment) {
  const states = []
  let requests = 0
  const keep = () => {
    const left = momentOf(one)
    const bytes = serialize(left)
    if (!states.at(-1)?.bytes.equals(bytes)) states.push({ left, bytes, requests })
  }
  const onExchange = () => {
    requests += 1
    keep()
  }
  const one = await workspace({ ...moment, operationSeconds: 60, onExchange })
  keep()
  await run(one.client)
  await one.emulator.close()
  return { states, requests }
}

/** A deployment over all kinds that is killed at each of its requests, before and after it is carried out, then run again. */
async function killed(rules) {
  const { before, after } = worlds(rules)
  const { moment, untouched } = await deployed(before)
  for (const [name, way] of Object.entries(ways)) {
    const planning = await workspace(moment)
    const run = await way(planning.client, after)
    await planning.emulator.close()
    const { states, requests } = await statesLeft(run, moment)
    const bad = []
    for (const { left, requests: done } of states) {
      const one = await workspace({ ...left, operationSeconds: 60 })
      const [error] = await run(one.client)
      const fault = error ? `${error.code} ${error.message}` : await faultIn(one.client, untouched, after)
      if (fault !== undefined) bad.push(`after request ${done}: ${fault}`)
      await one.emulator.close()
    }
    say(
      `killed before and after each of ${requests} requests over all kinds, ${rules} rules among them, which leaves ${states.length} states: ${bad.length} not as they should be after ${name}`,
    )
    for (const line of bad.slice(0, 5)) say(`  ${line}`)
  }
}

const { BENCH_RUNS = '1000', BENCH_RULES = '200' } = process.env

await many()
await memory()
await killed(Number(BENCH_RULES))
await faulty(Number(BENCH_RUNS))
await driftOfTemplates(say)
