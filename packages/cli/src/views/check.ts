import { renderGitHub, renderJson, renderSarif } from '@tripline/diagnostics'
import type { CheckReport } from '../check/check-paths.ts'
import type { Args } from '../command-line/grammar.ts'
import type { Io } from '../process/io.ts'
import { inRepository } from '../project/in-repository.ts'
import { showCheck } from './check.human.ts'
import { sarifTool } from './sarif-tool.ts'

const showCheckSarif = ({ diagnostics }: CheckReport, { stdout }: Io): void =>
  stdout.write(renderSarif(inRepository(diagnostics), sarifTool))

const showCheckGitHub = ({ diagnostics }: CheckReport, { stdout }: Io): void =>
  stdout.write(renderGitHub(inRepository(diagnostics)))

const showCheckJson = ({ rules, tests, functions, automationRules, diagnostics }: CheckReport, { stdout }: Io): void =>
  stdout.write(renderJson(rules + tests + functions + automationRules, diagnostics))

export const checkViews: Readonly<Record<Args<'check'>['format'], (report: CheckReport, io: Io) => void>> = {
  human: showCheck,
  json: showCheckJson,
  sarif: showCheckSarif,
  github: showCheckGitHub,
}
