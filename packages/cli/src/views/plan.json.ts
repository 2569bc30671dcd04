import { type DeployPlan, planDocument } from '@tripline/deploy'
import type { Io } from '../io.ts'

export const showPlanJson = (plan: DeployPlan, { stdout }: Io): void =>
  stdout.write(`${JSON.stringify(planDocument(plan), undefined, 2)}\n`)
