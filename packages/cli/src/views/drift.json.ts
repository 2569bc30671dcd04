import type { Drift } from '@tripline/deploy'
import { jsonDocument } from '@tripline/diagnostics'
import type { Report } from '../deploy/report.ts'
import type { Io } from '../process/io.ts'
import { reportDocument } from './report.ts'

/** `{"workspace","drifted":[{"type","id","name","cause","reason"?,"changes"}],"unowned":[…],"pending","unchanged"}`. */
export const showDriftJson = (report: Report<Drift>, { stdout }: Io): void =>
  stdout.write(jsonDocument(reportDocument(report, ({ resource: _, ...drift }) => drift)))
