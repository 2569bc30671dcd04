import type { ApplyReport } from '@tripline/deploy'
import { jsonDocument } from '@tripline/diagnostics'
import type { TargetReport } from '../deploy/target-report.ts'
import type { Io } from '../process/io.ts'
import { reportDocument } from './target-report.ts'

/** `{"workspace","steps":[{"action","type","id","name","outcome","error"?}]}`. */
export const showApplyJson = (report: TargetReport<ApplyReport>, { stdout }: Io): void =>
  stdout.write(jsonDocument(reportDocument(report, applyDocument)))

const applyDocument = ({ workspace, results }: ApplyReport) => ({
  workspace,
  steps: results.map(({ step: { action, type, id, name }, outcome, error }) => ({
    action,
    type,
    id,
    name,
    outcome,
    ...(error && { error }),
  })),
})
