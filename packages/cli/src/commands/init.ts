import { basename, join } from 'node:path'
import { schemaFiles, schemaLine } from '../editor-schemas.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Args } from '../grammar.ts'
import type { Io } from '../io.ts'
import { ruleTemplate, testTemplate } from '../rule-template.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { missingOf, writeNew } from '../write-new.ts'

const project = `# Rules and their tests are found under detections.
rules: detections

workspaces:
  # A running \`tripline emulator\`.
  local: {}
`

export async function run({ folder = '.' }: Args<'init'>, io: Io): Promise<ExitCode> {
  const [config, rule, tests] = [
    'tripline.yaml',
    'detections/failed-sign-ins.yaml',
    'detections/failed-sign-ins.test.yaml',
  ].map(path => join(folder, path)) as [string, string, string]
  const files = new Map([
    [config, schemaLine('project', config, folder) + project],
    [rule, schemaLine('rule', rule, folder) + ruleTemplate(io.uuid(), 'Many failed sign-ins of one account')],
    [tests, schemaLine('test', tests, folder) + testTemplate(basename(rule))],
    ...(await missingOf(schemaFiles(folder))),
  ])
  const refused = await writeNew(files)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showFiles([...files.keys()], io)
  return exitCodes.ok
}
