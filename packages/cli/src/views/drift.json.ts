import type { Drift } from '@tripline/deploy'
import { jsonDocument } from '@tripline/diagnostics'
import type { TargetReport } from '../deploy/target-report.ts'
import type { Io } from '../process/io.ts'
import { reportDocument } from './target-report.ts'

/** `{"workspace","drifted":[{"type","id","name","cause","reason"?,"changes"}],"unowned":[…],"pending","unchanged"}`. */
export const showDriftJson = (report: TargetReport<Drift>, { stdout }: Io): void =>
  stdout.write(jsonDocument(reportDocument(report, ({ resource: _, ...drift }) => drift)))
