/** Whether drift names every edit and nothing else, over published templates. Needs reference data beside the checkout. */
import { readFileSync } from 'node:fs'
import { compileRule, compileSearch, isDeployable, loadRule } from '@tripline/rules'
import { queryAnalyses } from '@tripline/rules/analyses'
import { loadCatalogue } from '@tripline/schemas'
import { filesBelow, referenceData } from '@tripline/testkit'
import { applyPlan, byKey, desiredState, driftOf, kindOf, noChoices, planDeploy, stepKey } from '../dist/index.js'
import { owner, planFor, workspace } from './all-kinds.mjs'

/** What is sent for a template; undefined for one that has errors, or no id. */
function compiled(url, analyses) {
  const { value: rule } = loadRule({ path: url.pathname, text: readFileSync(url, 'utf8') })
  if (!rule) return undefined
  if (isDeployable(rule)) return { rules: compileRule(rule, { enabled: true, analyses }).value }
  return rule.id === undefined ? undefined : { searches: compileSearch(rule, { enabled: true, analyses }).value }
}

/** Every leaf of a value with another in its place, one at a time. */
function* edits(value, path = '') {
  if (Array.isArray(value) && value.some(item => typeof item === 'object')) {
    for (const [index, item] of value.entries())
      for (const [where, edited] of edits(item, `${path}[${index}]`)) yield [where, value.with(index, edited)]
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [name, member] of Object.entries(value))
      for (const [where, edited] of edits(member, path === '' ? name : `${path}.${name}`))
        yield [where, { ...value, [name]: edited }]
  } else if (value !== null) yield [path, otherThan(value)]
}

function otherThan(value) {
  if (Array.isArray(value)) return [...value, 'edited']
  if (typeof value === 'boolean') return !value
  return typeof value === 'number' ? value + 1 : `${value} edited`
}

const isOwn = ({ fields }, path) => {
  const general = path.replaceAll(/\[\d+\]/g, '[]')
  return Object.hasOwn(fields, general) || Object.hasOwn(fields, `${general.split('.', 1)[0]}.*`)
}

export async function driftOfTemplates(say) {
  const [corpus] = referenceData('conformance/rules/')
  if (!corpus) return say('drift: no templates beside the checkout')
  const analyses = queryAnalyses({ catalogue: loadCatalogue() })
  const urls = filesBelow(corpus, '.yaml')
  const found = urls.map(url => compiled(url, analyses)).filter(one => one !== undefined)
  const state = desiredState({
    owner,
    rules: found.flatMap(({ rules }) => rules ?? []).map(rule => ({ ...rule, reads: [] })),
    searches: found.flatMap(({ searches }) => searches ?? []),
    functions: [],
    watchlists: [],
    automationRules: [],
    tables: [],
    retention: { default: {}, tables: [] },
  })
  // The service stores a rule whatever its query names; the emulator, only if the workspace has it.
  const { client, emulator } = await workspace({ uniqueNames: false, catalogue: loadCatalogue() })
  const { results } = await applyPlan((await planFor(client, state)).value, client)
  const applied = state.filter(one =>
    results.some(({ step, outcome }) => outcome === 'applied' && stepKey(step) === stepKey(one)),
  )
  const { value: plan, actual } = await planFor(client, applied)
  await emulator.close()
  const findings = driftOf(plan, actual).drifted.length
  const bad = []
  let flipped = 0
  for (const wanted of applied) {
    const kind = kindOf(wanted)
    const stored = actual[wanted.type].get(wanted.id.toLowerCase())
    for (const [path, properties] of edits(stored.properties)) {
      if (!isOwn(kind, path)) continue
      flipped += 1
      const world = { ...actual, [wanted.type]: byKey([{ ...stored, properties }]) }
      const { drifted } = driftOf(
        planDeploy({ name: 'local', resource: client.resource }, [wanted], world, { ...noChoices, owner }),
        world,
      )
      const named = drifted.flatMap(({ changes }) => changes.map(change => change.path))
      if (named.length !== 1 || named[0] !== path) bad.push(`${wanted.name}: ${path} was edited, ${named} is named`)
    }
  }
  say(
    `drift after ${applied.length} of ${urls.length} templates were applied: ${findings} findings; of ${flipped} fields edited one at a time, ${bad.length} not named, or not alone`,
  )
  for (const line of bad.slice(0, 5)) say(`  ${line}`)
}
