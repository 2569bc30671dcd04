import type { Diagnosed, JsonValue, SourceFile } from '@tripline/diagnostics'
import { jsonDocument, startOf } from '@tripline/diagnostics'
import { hashOf } from '@tripline/rules'
import type { DeployPlan } from './deploy-plan.ts'
import { planFileReport } from './plan-file-report.ts'
import { arePlans } from './plan-shape.ts'

const format = 'tripline-plan'
const version = 3

/** The text of saved plans, one per workspace. The hash shows damage and careless edits; it is not a signature. */
export function writePlans(plans: readonly DeployPlan[]): string {
  const workspaces = plans.map(own)
  return String(jsonDocument({ format, version, hash: hashOf(workspaces as unknown as JsonValue), workspaces }))
}

/** Names a plan by all that is in it. */
export const planHash = (plan: DeployPlan): string => hashOf(own(plan) as unknown as JsonValue)

const own = ({ workspace, resource, steps, surplus }: DeployPlan): DeployPlan => ({
  workspace,
  resource,
  steps,
  surplus,
})

/** The plans that `writePlans` wrote. */
export function readPlans(file: SourceFile): Diagnosed<readonly DeployPlan[]> {
  let saved: Record<string, unknown>
  try {
    saved = JSON.parse(file.text)
  } catch {
    return { diagnostics: [planFileReport['plan-unreadable'](startOf(file))] }
  }
  if (saved?.format !== format) return { diagnostics: [planFileReport['plan-unreadable'](startOf(file))] }
  if (saved.version !== version) return { diagnostics: [planFileReport['plan-version'](startOf(file), saved.version)] }
  const { workspaces = null } = saved
  if (saved.hash !== hashOf(workspaces as JsonValue)) {
    return { diagnostics: [planFileReport['plan-edited'](startOf(file))] }
  }
  return arePlans(workspaces)
    ? { value: workspaces, diagnostics: [] }
    : { diagnostics: [planFileReport['plan-unreadable'](startOf(file))] }
}
