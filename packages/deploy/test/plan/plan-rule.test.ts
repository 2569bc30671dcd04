import type { Resource } from '@tripline/azure'
import { describe, expect, it } from 'vitest'
import { byKey, type DesiredResource, planDeploy, readActual } from '../../src/index.ts'
import { clientWith, recorded, resource } from '../client-with.ts'
import { empty, scheduled } from '../desired-resources.ts'

const named = (number: number, displayName: string) => scheduled(number, { displayName })
const inWorkspace = ({ id, body }: DesiredResource, properties: Readonly<Record<string, unknown>> = {}): Resource => ({
  id,
  etag: '"1"',
  kind: body.kind!,
  properties: { ...body.properties, ...properties },
})

async function plan(rules: readonly DesiredResource[], stored: readonly Resource[]) {
  const actual = await readActual(clientWith({ alertRules: stored }).client, rules)
  if (!actual.ok) throw new Error(actual.error.message)
  return planDeploy({ name: 'w', resource }, rules, recorded(actual.value, rules)).steps
}
const actions = async (...args: Parameters<typeof plan>) =>
  (await plan(...args)).map(({ action, name }) => `${action} ${name}`)

it('knows a rule by its id, whatever its case', async () => {
  const lower = { ...named(1, 'A'), id: 'abcdef00-0000-4000-8000-000000000001' }
  const upper = { ...inWorkspace(lower), id: lower.id.toUpperCase() }
  expect(await actions([lower], [upper])).toEqual(['none A'])
  expect(await actions([{ ...lower, id: upper.id }], [inWorkspace(lower)])).toEqual(['none A'])
  const actual = await readActual(clientWith({ alertRules: [upper] }).client, [])
  expect(actual.ok && [...actual.value.alertRules.keys()]).toEqual([lower.id])
})

describe('a name that another rule of the workspace has', () => {
  const other = inWorkspace(named(9, 'A'))

  it.each<readonly [string, readonly DesiredResource[], readonly Resource[], readonly string[]]>([
    ['is a conflict for a new rule', [named(1, 'A')], [other], ['conflict A']],
    ['is one for a rule that takes it', [named(1, 'A')], [inWorkspace(named(1, 'B')), other], ['conflict A']],
    ['is one where the other stays as it is', [named(1, 'A'), named(9, 'A')], [other], ['none A', 'conflict A']],
    ['is none where the other is renamed', [named(1, 'A'), named(9, 'C')], [other], ['update C', 'create A']],
    ['is none of its own', [named(9, 'A')], [other], ['none A']],
    ['differs by its case', [named(1, 'a')], [other], ['create a']],
  ])('%s', async (_, rules, stored, expected) =>
    expect((await actions(rules, stored)).sort()).toEqual([...expected].sort()),
  )

  it('does not apply to a rule without a name', async () => {
    const body = { kind: 'Fusion' as const, properties: { enabled: true, alertRuleTemplateName: 't' } }
    const nameless = inWorkspace(named(9, 'A'), { displayName: undefined })
    expect(await actions([{ ...named(1, 'A'), body }], [nameless])).toEqual(['create A'])
  })
})

// Microsoft, "Troubleshoot analytics rules": the name gets the prefix AUTO DISABLED, the reason is added to the description.
describe('a rule that Sentinel disabled automatically', () => {
  const rule = scheduled(1, { description: 'Finds spies.' })
  const reasonFor = (properties: Readonly<Record<string, unknown>>, wanted = rule) => {
    const applied = recorded({ ...empty, alertRules: byKey([inWorkspace(wanted)]) }, [wanted])
    const now = { ...applied, alertRules: byKey([inWorkspace(wanted, properties)]) }
    const [step] = planDeploy({ name: 'w', resource }, [wanted], now).steps
    return [step!.action, step!.cause, step!.reason]
  }
  const disabled = { displayName: 'AUTO DISABLED Rule 1', enabled: false }
  const plain = 'Sentinel disabled the rule automatically'

  it.each([
    [{ ...disabled, description: 'Finds spies. A table is gone.' }, `${plain}: A table is gone.`],
    [{ ...disabled, description: 'Finds spies.' }, plain],
    [{ ...disabled, description: '' }, plain],
    [{ ...disabled, description: undefined }, plain],
    [{ ...disabled, enabled: true }, undefined],
    [{ ...disabled, severity: 'Low' }, undefined],
    [{ displayName: 'Rule 1 AUTO DISABLED', enabled: false }, undefined],
    [{ enabled: false }, undefined],
  ])('says why, if that is all that has changed: %o', (properties, reason) => {
    const expected = reason === undefined ? ['edited', 'edited outside'] : ['disabled', reason]
    expect(reasonFor(properties)).toEqual(['conflict', ...expected])
  })

  it('says why when the rule has no description', () => {
    const bare = scheduled(1)
    expect(reasonFor({ ...disabled, description: 'A table is gone.' }, bare)).toEqual([
      'conflict',
      'disabled',
      `${plain}: A table is gone.`,
    ])
  })
})
