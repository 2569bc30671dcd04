/**
 * What deploying costs, and whether it converges whatever goes wrong. Waits are on a clock of the benchmark's own.
 * BENCH_KILLS and BENCH_RUNS say how many kills and runs with faults are tried; `all` kills at every request.
 */
import { connect, limits, localAddress, localCredential } from '@tripline/azure'
import { dyingLine } from '@tripline/emulator'
import { applyPlan } from '../dist/index.js'
import { deployed, errorsIn, faultIn, planAndApply, planFor, rulesOnly, workspace, worlds } from './all-kinds.mjs'
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

/** Runs over all kinds in which everything goes wrong by chance, each followed by one plain run. */
async function faulty(count) {
  const bad = []
  let injected = 0
  const { before, after } = worlds(10)
  for (let seed = 1; seed <= count; seed++) {
    const faults = {}
    const one = await deployed(before, { faults, seed, operationSeconds: seed % 2 === 0 ? 0 : 60 })
    Object.assign(faults, { 429: 0.05, 500: 0.05, drop: 0.05, dropAfter: 0.05, '404read': 0.2, etag: 0.1 })
    await planAndApply(one.client, after)
    injected += one.exchanges.filter(({ status }) => status === 429 || status >= 500).length
    for (const name of Object.keys(faults)) delete faults[name]
    const [error] = await planAndApply(one.client, after)
    const fault = error ? `${error.code} ${error.message}` : await faultIn(one, after)
    if (fault !== undefined) bad.push(`seed ${seed}: ${fault}`)
    await one.emulator.close()
  }
  say(
    `${count} runs with faults by chance (${injected} errors answered): ${bad.length} not as they should be after one plain run`,
  )
  for (const line of bad.slice(0, 5)) say(`  ${line}`)
}

/** Runs `work` over a line that dies, as its process does: what it would do afterwards does not happen. */
async function dying({ emulator, clock }, count, moment, work) {
  const line = await dyingLine(emulator, count, moment)
  const own = {
    ...clock,
    async wait(milliseconds) {
      if (line.diedAt() !== undefined) throw new Error('killed')
      return clock.wait(milliseconds)
    },
  }
  await work(connect(localAddress(line), localCredential, own)).catch(() => {})
  line.close()
  return line.diedAt()
}

const ways = {
  'a plain run': async (one, after, kill) => {
    const diedAt = await kill(client => planAndApply(client, after))
    return [diedAt, await planAndApply(one.client, after)]
  },
  'the same saved plan': async (one, after, kill) => {
    const { value: plan } = await planFor(one.client, after)
    const diedAt = await kill(client => applyPlan(plan, client))
    return [diedAt, errorsIn(await applyPlan(plan, one.client))]
  },
}

/** Kills at requests of a deployment over all kinds, each followed by one run. */
async function killed(rules, kills) {
  const { before, after } = worlds(rules)
  const whole = await deployed(before, { operationSeconds: 60 })
  const earlier = whole.exchanges.length
  await planAndApply(whole.client, after)
  const requests = whole.exchanges.length - earlier
  await whole.emulator.close()
  const step = kills === undefined ? 1 : Math.max(1, Math.floor(requests / kills))
  for (const [name, way] of Object.entries(ways)) {
    const bad = []
    let tried = 0
    // A little later each time, so that samples do not fall on the same kind of request.
    for (let count = 1, turn = 0; count <= requests; count += step, turn++) {
      for (const moment of kills === undefined ? ['before', 'after'] : [turn % 2 === 0 ? 'before' : 'after']) {
        const one = await deployed(before, { operationSeconds: 60 })
        const [diedAt, [error]] = await way(one, after, work => dying(one, count, moment, work))
        const fault = error ? `${error.code} ${error.message}` : await faultIn(one, after)
        if (diedAt !== undefined) tried += 1
        if (fault !== undefined) bad.push(`${moment} request ${count}, ${diedAt}: ${fault}`)
        await one.emulator.close()
      }
    }
    say(
      `killed at ${tried} of ${requests} requests over all kinds, ${rules} rules among them: ${bad.length} not as they should be after ${name}`,
    )
    for (const line of bad.slice(0, 5)) say(`  ${line}`)
  }
}

const { BENCH_KILLS = '40', BENCH_RUNS = '1000', BENCH_RULES = '200' } = process.env

await many()
await killed(Number(BENCH_RULES), BENCH_KILLS === 'all' ? undefined : Number(BENCH_KILLS))
await faulty(Number(BENCH_RUNS))
await driftOfTemplates(say)
