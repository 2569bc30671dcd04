import { describe, expect, it } from 'vitest'
import { type DeployPlan, planDeploy, readPlans, writePlans } from '../../src/index.ts'
import { empty, scheduled } from '../desired-resources.ts'

const plan: DeployPlan = planDeploy({ name: 'prod', resource: '/subscriptions/s' }, [scheduled(1)], empty)
const read = (text: string) => readPlans({ path: 'plan.json', text })
const problems = (text: string) => read(text).diagnostics.map(({ id }) => id)

describe('a saved plan', () => {
  it('reads back as it was written', () => {
    const other = { ...plan, workspace: 'test' }
    expect(read(writePlans([plan, other])).value).toEqual([plan, other])
  })

  it('is refused after an edit, however small, but not after reformatting', () => {
    const text = writePlans([plan])
    expect(problems(text.replace('"High"', '"Low"'))).toEqual(['plan-edited'])
    expect(problems(JSON.stringify(JSON.parse(text)))).toEqual([])
  })

  it('is refused when it is another document or of another version', () => {
    expect(problems('{')).toEqual(['plan-unreadable'])
    expect(problems('null')).toEqual(['plan-unreadable'])
    expect(problems('{"format":"other"}')).toEqual(['plan-unreadable'])
    expect(problems(writePlans([plan]).replace('"version": 3', '"version": 2'))).toEqual(['plan-version'])
  })

  // The hash is not a secret, so a plan with a right one may hold anything.
  it.each<readonly [string, Record<string, unknown>, Record<string, unknown>]>([
    ['no steps', { steps: undefined }, {}],
    ['steps that are not a list', { steps: {} }, {}],
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
    expect(problems(writePlans([spoilt as DeployPlan]))).toEqual(['plan-unreadable'])
  })
})
