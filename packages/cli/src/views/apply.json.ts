import type { ApplyReport } from '@tripline/deploy'
import { jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

/** `{"workspace","steps":[{"action","type","id","name","outcome","error"?}]}`. */
export function showApplyJson({ workspace, results }: ApplyReport, { stdout }: Io): void {
  const steps = results.map(({ step: { action, type, id, name }, outcome, error }) => ({
    action,
    type,
    id,
    name,
    outcome,
    ...(error && { error }),
  }))
  stdout.write(jsonDocument({ workspace, steps }))
}
