import { basename, join } from 'node:path'
import { type FilePath, inside, makeFolder, named, reasonOf } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { schemaFiles, schemaLine } from '../write/editor-schemas.ts'
import { ruleTemplate, testTemplate } from '../write/rule-template.ts'
import { missingOf, pathsOf, writeNew } from '../write/write-new.ts'

const project = `# Rules and their tests are found under detections.
rules: detections

workspaces:
  # A running \`tripline emulator\`.
  local: {}
`

export async function run({ folder = '.' }: Args<'init'>, io: Io): Promise<ExitCode> {
  try {
    makeFolder(named(folder))
  } catch (error) {
    return showDiagnostics([commandReport['file-unwritable'](undefined, folder, reasonOf(error))], io)
  }
  const [config, rule, tests] = [
    'tripline.yaml',
    'detections/failed-sign-ins.yaml',
    'detections/failed-sign-ins.test.yaml',
  ].map(path => join(folder, path)) as [string, string, string]
  const own = (path: string): FilePath => inside(folder, path)
  const files = new Map([
    [own(config), schemaLine('project', config, folder) + project],
    [own(rule), schemaLine('rule', rule, folder) + ruleTemplate(io.uuid(), 'Many failed sign-ins of one account')],
    [own(tests), schemaLine('test', tests, folder) + testTemplate(basename(rule))],
    ...missingOf(schemaFiles(folder)),
  ])
  const refused = await writeNew(files)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showFiles(pathsOf(files), io)
  return exitCodes.ok
}
