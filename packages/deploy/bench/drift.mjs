/** Whether drift names every edit and nothing else, over published templates. Needs reference data beside the checkout. */
import { readFileSync } from 'node:fs'
import { compileRule, compileSearch, isDeployable, loadRule } from '@tripline/rules'
import { queryAnalyses } from '@tripline/rules/analyses'
import { loadCatalogue } from '@tripline/schemas'
import { filesBelow, referenceData } from '@tripline/testkit'
import {
  applyPlan,
  byKey,
  desiredState,
  driftOf,
  kindOf,
  kinds,
  noChoices,
  planDeploy,
  stepKey,
} from '../dist/index.js'
import { functionOf, nothing, owner, planFor, workspace } from './all-kinds.mjs'
import { customTables, parsers, withLostColumn } from './brought.mjs'

/**
 * What is sent for a template. One lacks an id, which the service needs to address a rule, and three have the id of another;
 * these get one of their own.
 */
function compiled(url, number, taken, analyses) {
  const text = readFileSync(url, 'utf8')
  const own = `5c2b0f64-0000-4000-9000-${String(number).padStart(12, '0')}`
  const { value: rule } = loadRule({ path: url.pathname, text: /^id:/m.test(text) ? text : `id: ${own}\n${text}` })
  const kind = isDeployable(rule) ? 'rules' : 'searches'
  const compile = kind === 'rules' ? compileRule : compileSearch
  const { value } = compile(rule, { enabled: true, analyses })
  const id = taken.has(value.id) ? own : value.id
  taken.add(id)
  return { [kind]: { ...value, id, reads: [] } }
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
  const catalogue = withLostColumn(loadCatalogue())
  const analyses = queryAnalyses({ catalogue })
  const urls = filesBelow(corpus, '.yaml')
  const taken = new Set()
  const found = urls.map((url, number) => compiled(url, number, taken, analyses))
  const templates = desiredState({
    ...nothing,
    rules: found.flatMap(({ rules }) => rules ?? []),
    searches: found.flatMap(({ searches }) => searches ?? []),
  })
  const functions = parsers.map(([name, body]) => functionOf(body, name))
  const state = [...desiredState({ ...nothing, functions, tables: customTables }), ...templates]
  const { client, emulator } = await workspace({ catalogue })
  const { results } = await applyPlan((await planFor(client, state)).value, client)
  const refused = results.filter(({ outcome }) => outcome !== 'applied')
  const isApplied = one => !refused.some(({ step }) => stepKey(step) === stepKey(one))
  const { value: plan, actual } = await planFor(client, state.filter(isApplied))
  await emulator.close()
  const findings = driftOf(plan, actual).drifted.length
  const bad = []
  let flipped = 0
  const others = Object.fromEntries(kinds.map(({ type }) => [type, new Map()]))
  for (const wanted of templates.filter(isApplied)) {
    const kind = kindOf(wanted)
    const marks = new Map([[stepKey(wanted), actual.marks.get(stepKey(wanted))]])
    const stored = actual[wanted.type].get(wanted.id.toLowerCase())
    for (const [path, properties] of edits(stored.properties)) {
      if (!isOwn(kind, path)) continue
      flipped += 1
      const world = { ...others, marks, readAt: actual.readAt, [wanted.type]: byKey([{ ...stored, properties }]) }
      const { drifted } = driftOf(
        planDeploy({ name: 'local', resource: client.resource }, [wanted], world, { ...noChoices, owner }),
        world,
      )
      const named = drifted.flatMap(({ changes }) => changes.map(change => change.path))
      if (named.length !== 1 || named[0] !== path) bad.push(`${wanted.name}: ${path} was edited, ${named} is named`)
    }
  }
  say(
    `drift after ${urls.length - refused.length} of ${urls.length} templates, and what they read, were applied: ${findings} findings; of ${flipped} fields edited one at a time, ${bad.length} not named, or not alone`,
  )
  for (const { step, error } of refused) say(`  not applied: ${step.name}: ${error.message}`)
  for (const line of bad.slice(0, 5)) say(`  ${line}`)
}
