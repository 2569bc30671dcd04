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
import { repaired, whyRefused } from './refused-queries.mjs'

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

/** Templates in groups without two of the same name, which one workspace cannot have. */
function groupsOfNames(templates) {
  const groups = []
  for (const one of templates) {
    const group = groups.find(others => others.every(({ type, name }) => type !== one.type || name !== one.name))
    if (group) group.push(one)
    else groups.push([one])
  }
  return groups
}

const apply = async (client, state) => (await applyPlan((await planFor(client, state)).value, client)).results
const isApplied = ({ outcome }) => outcome === 'applied' || outcome === 'unchanged'

/** What drift finds in a workspace of templates, which read what is applied with them, and which fields it does not name. */
async function measured(published, read, catalogue) {
  const { client, emulator } = await workspace({ catalogue })
  const refused = (await apply(client, [...read, ...published])).filter(result => !isApplied(result))
  const templates = published.map(repaired)
  const left = (await apply(client, [...read, ...templates])).filter(result => !isApplied(result))
  const state = [...read, ...templates].filter(one => !left.some(({ step }) => stepKey(step) === stepKey(one)))
  const { value: plan, actual } = await planFor(client, state)
  await emulator.close()
  const findings = driftOf(plan, actual).drifted.length
  const fields = templates.filter(one => state.includes(one)).flatMap(one => flipped(one, actual, client))
  return { refused, left, findings, fields }
}

/** Each field of a stored template, and what is wrong with what drift names once it is edited: nothing, or what it names. */
function flipped(wanted, actual, client) {
  const kind = kindOf(wanted)
  const marks = new Map([[stepKey(wanted), actual.marks.get(stepKey(wanted))]])
  const stored = actual[wanted.type].get(wanted.id.toLowerCase())
  return [...edits(stored.properties)].flatMap(([path, properties]) => {
    if (!isOwn(kind, path)) return []
    const world = { ...nobody, marks, readAt: actual.readAt, [wanted.type]: byKey([{ ...stored, properties }]) }
    const plan = planDeploy({ name: 'local', resource: client.resource }, [wanted], world, { ...noChoices, owner })
    const named = driftOf(plan, world).drifted.flatMap(({ changes }) => changes.map(change => change.path))
    const isRight = named.length === 1 && named[0] === path
    return [isRight ? undefined : `${wanted.name}: ${path} was edited, ${named} is named`]
  })
}

const nobody = Object.fromEntries(kinds.map(({ type }) => [type, new Map()]))

export async function driftOfTemplates(say) {
  const [corpus] = referenceData('conformance/rules/')
  if (!corpus) return say('drift: no templates beside the checkout')
  const catalogue = withLostColumn(loadCatalogue())
  const analyses = queryAnalyses({ catalogue })
  const taken = new Set()
  const found = filesBelow(corpus, '.yaml').map((url, number) => compiled(url, number, taken, analyses))
  const templates = desiredState({
    ...nothing,
    rules: found.flatMap(({ rules }) => rules ?? []),
    searches: found.flatMap(({ searches }) => searches ?? []),
  })
  const functions = parsers.map(([name, body]) => functionOf(body, name))
  const read = desiredState({ ...nothing, functions, tables: customTables })
  const groups = []
  for (const group of groupsOfNames(templates)) groups.push(await measured(group, read, catalogue))
  const [refused, left, fields] = ['refused', 'left', 'fields'].map(name => groups.flatMap(group => group[name]))
  const findings = groups.reduce((sum, group) => sum + group.findings, 0)
  const bad = fields.filter(fault => fault !== undefined)
  say(
    `drift after ${found.length - left.length} of ${found.length} templates, ${refused.length - left.length} of them with a repaired query, were applied in ${groups.length} workspaces with what they read: ${findings} findings; of ${fields.length} fields edited one at a time, ${bad.length} not named, or not alone`,
  )
  for (const { step, error } of refused)
    say(`  refused as published: ${step.name}: ${error.message} (${whyRefused(step) ?? 'not known why'})`)
  for (const { step, error } of left) say(`  not applied: ${step.name}: ${error.message}`)
  for (const line of bad.slice(0, 5)) say(`  ${line}`)
}
