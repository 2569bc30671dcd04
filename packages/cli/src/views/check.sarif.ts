import { renderSarif } from '@tripline/diagnostics'
import type { CheckReport } from '../check/check-paths.ts'
import type { Io } from '../process/io.ts'
import { sarifTool } from './sarif-tool.ts'

export const showCheckSarif = ({ diagnostics }: CheckReport, { stdout }: Io): void =>
  stdout.write(renderSarif(diagnostics, sarifTool))
