import { jsonDocument } from '@tripline/diagnostics'
import { reportJson, type TestReport } from '@tripline/replay'
import type { Io } from '../process/io.ts'

export const showTestJson = (report: TestReport, { stdout }: Io): void => stdout.write(jsonDocument(reportJson(report)))
