import type { CheckReport } from '../check/check-paths.ts'
import type { Args } from '../command-line/grammar.ts'
import type { Io } from '../process/io.ts'
import { showCheckGitHub } from './check.github.ts'
import { showCheck } from './check.human.ts'
import { showCheckJson } from './check.json.ts'
import { showCheckSarif } from './check.sarif.ts'

export const checkViews: Readonly<Record<Args<'check'>['format'], (report: CheckReport, io: Io) => void>> = {
  human: showCheck,
  json: showCheckJson,
  sarif: showCheckSarif,
  github: showCheckGitHub,
}
