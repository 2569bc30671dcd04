import type { TestReport } from '@tripline/replay'
import type { Io } from '../io.ts'
import { testJson } from './test.file.ts'

export const showTestJson = (report: TestReport, { stdout }: Io): void => stdout.write(testJson(report))
