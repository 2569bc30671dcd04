import { renderJson } from '@tripline/diagnostics'
import type { CheckReport } from '../check/check-paths.ts'
import type { Io } from '../process/io.ts'

export const showCheckJson = ({ rules, tests, diagnostics }: CheckReport, { stdout }: Io): void =>
  stdout.write(renderJson(rules + tests, diagnostics))
