import { type DeployPlan, planDocument } from '@tripline/deploy'
import { jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

export const showPlanJson = (plan: DeployPlan, { stdout }: Io): void => stdout.write(jsonDocument(planDocument(plan)))
