import { type DeployPlan, planDocument } from '@tripline/deploy'
import { jsonDocument } from '@tripline/diagnostics'
import type { Report } from '../deploy/report.ts'
import type { Io } from '../process/io.ts'
import { reportDocument } from './report.ts'

export const showPlanJson = (report: Report<DeployPlan>, { stdout }: Io): void =>
  stdout.write(jsonDocument(reportDocument(report, planDocument)))
