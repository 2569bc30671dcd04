import type { Resource } from '@tripline/azure'
import {
  applyPlan,
  type DeployClient,
  type DesiredResource,
  planDeploy,
  readActual,
  type StepResult,
} from '../../src/index.ts'
import { clientWith, recorded, resource } from '../client-with.ts'
import { scheduled, tableWith } from '../desired-resources.ts'

export const wanted = scheduled(1)
export const medium = scheduled(1, { severity: 'Medium' })

/** The first rule of the project as a workspace holds it. */
export const stored = (changes: Partial<Resource> = {}): Resource => ({
  id: wanted.id,
  etag: '"1"',
  ...wanted.body,
  ...changes,
})
export const low = { ...wanted.body.properties, severity: 'Low' }
const { etag: _, ...without } = stored()
export const withoutEtag = without

export const signins = (changes: Readonly<Record<string, unknown>> = {}): Resource => ({
  id: 'SigninLogs',
  properties: {
    plan: 'Analytics',
    retentionInDays: 30,
    totalRetentionInDays: 30,
    provisioningState: 'Succeeded',
    ...changes,
  },
})
export const retention = (properties: Readonly<Record<string, unknown>>) => [tableWith('SigninLogs', properties)]

export const refusal = (status: number, code = 'Refused', message = 'no') =>
  ({ ok: false, error: { code, status, message } }) as const

export async function planOver(client: DeployClient, state: readonly DesiredResource[]) {
  const actual = await readActual(client, state)
  if (!actual.ok) throw new Error(actual.error.message)
  return planDeploy({ name: 'w', resource }, state, recorded(actual.value, state))
}

export const outcomes = ({ results }: { readonly results: readonly StepResult[] }) =>
  results.map(({ outcome, error }) => [outcome, error?.code])

/** A plan over what one workspace holds, applied to another: what the workspace has become since. */
export async function applied(
  before: Parameters<typeof clientWith>[0],
  state: readonly DesiredResource[],
  after: Parameters<typeof clientWith>[0] = before,
) {
  const plan = await planOver(clientWith(before).client, state)
  const { client, sent } = clientWith(after)
  const { results } = await applyPlan(plan, client, { concurrency: 1 })
  const [{ outcome, error } = {}] = results
  return { outcome, code: error?.code, message: error?.message, sent, results, client }
}
