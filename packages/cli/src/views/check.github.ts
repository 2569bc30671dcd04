import { renderGitHub } from '@tripline/diagnostics'
import type { CheckReport } from '../check/check-paths.ts'
import type { Io } from '../process/io.ts'

export const showCheckGitHub = ({ diagnostics }: CheckReport, { stdout }: Io): void =>
  stdout.write(renderGitHub(diagnostics))
