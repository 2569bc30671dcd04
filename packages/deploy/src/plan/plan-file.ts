import type { Diagnosed, JsonValue, SourceFile } from '@tripline/diagnostics'
import { jsonDocument, startOf } from '@tripline/diagnostics'
import { hashOf } from '@tripline/rules'
import type { DeployPlan } from './deploy-plan.ts'
import { planFileReport } from './plan-file-report.ts'
import { isPlan } from './plan-shape.ts'

const format = 'tripline-plan'
const version = 2

/** The text of a saved plan. The hash shows damage and careless edits; it is no signature. */
export function writePlan({ workspace, resource, steps, surplus }: DeployPlan): string {
  const plan = { workspace, resource, steps, surplus }
  return String(jsonDocument({ format, version, hash: planHash(plan), ...plan }))
}

/** Names a plan by all that is in it. */
export const planHash = ({ workspace, resource, steps, surplus }: DeployPlan): string =>
  hashOf({ workspace, resource, steps, surplus } as unknown as JsonValue)

/** The plan that `writePlan` wrote. */
export function readPlan(file: SourceFile): Diagnosed<DeployPlan> {
  let saved: Record<string, unknown>
  try {
    saved = JSON.parse(file.text)
  } catch {
    return { diagnostics: [planFileReport['plan-unreadable'](startOf(file))] }
  }
  if (saved?.format !== format) return { diagnostics: [planFileReport['plan-unreadable'](startOf(file))] }
  if (saved.version !== version) return { diagnostics: [planFileReport['plan-version'](startOf(file), saved.version)] }
  const plan = { workspace: saved.workspace, resource: saved.resource, steps: saved.steps, surplus: saved.surplus }
  if (saved.hash !== planHash(plan as DeployPlan))
    return { diagnostics: [planFileReport['plan-edited'](startOf(file))] }
  return isPlan(plan)
    ? { value: plan, diagnostics: [] }
    : { diagnostics: [planFileReport['plan-unreadable'](startOf(file))] }
}
