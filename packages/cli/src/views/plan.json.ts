import { type DeployPlan, planDocument } from '@tripline/deploy'
import { jsonDocument } from '@tripline/diagnostics'
import type { TargetReport } from '../deploy/target-report.ts'
import type { Io } from '../process/io.ts'
import { reportDocument } from './target-report.ts'

export const showPlanJson = (report: TargetReport<DeployPlan>, { stdout }: Io): void =>
  stdout.write(jsonDocument(reportDocument(report, planDocument)))
