import { describe, expect, it } from 'vitest'
import { type DeployPlan, planDeploy, readPlan, writePlan } from '../../src/index.ts'
import { empty, scheduled } from '../desired-resources.ts'

const plan: DeployPlan = planDeploy({ name: 'prod', resource: '/subscriptions/s' }, [scheduled(1)], empty)
const read = (text: string) => readPlan({ path: 'plan.json', text })
const problems = (text: string) => read(text).diagnostics.map(({ id }) => id)

describe('a saved plan', () => {
  it('reads back as it was written', () => {
    expect(read(writePlan(plan)).value).toEqual(plan)
  })

  it('is refused after an edit, however small, but not after reformatting', () => {
    const text = writePlan(plan)
    expect(problems(text.replace('"High"', '"Low"'))).toEqual(['plan-edited'])
    expect(problems(JSON.stringify(JSON.parse(text)))).toEqual([])
  })

  it('is refused when it is another document or of another version', () => {
    expect(problems('{')).toEqual(['plan-unreadable'])
    expect(problems('null')).toEqual(['plan-unreadable'])
    expect(problems('{"format":"other"}')).toEqual(['plan-unreadable'])
    expect(problems(writePlan(plan).replace('"version": 2', '"version": 1'))).toEqual(['plan-version'])
  })

  // The hash is no secret, so a plan with a right one may hold anything.
  it.each<readonly [string, Record<string, unknown>, Record<string, unknown>]>([
    ['no steps', { steps: undefined }, {}],
    ['steps that are no list', { steps: {} }, {}],
    ['a step that is null', { steps: [null] }, {}],
    ['a workspace that is a number', { workspace: 5 }, {}],
    ['an unknown type', {}, { type: 'constructor' }],
    ['an unknown action', {}, { action: 'delete everything' }],
    ['no id', {}, { id: undefined }],
    ['a write without a body', {}, { write: {} }],
    ['needs that are text', {}, { needs: 'x' }],
    ['no warnings', {}, { warnings: undefined }],
  ])('is refused when it has a right hash and %s', (_, members, stepMembers) => {
    const spoilt: unknown = { ...plan, steps: [{ ...plan.steps[0], ...stepMembers }], ...members }
    expect(problems(writePlan(spoilt as DeployPlan))).toEqual(['plan-unreadable'])
  })
})
