import { join } from 'node:path'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Args } from '../grammar.ts'
import type { Io } from '../io.ts'
import { ruleTemplate, testTemplate } from '../rule-template.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { writeNew } from '../write-new.ts'

const project = `# Rules and their tests are found under detections.
rules: detections

workspaces:
  # A running \`tripline emulator\`.
  local: {}
`

export async function run({ folder = '.' }: Args<'init'>, io: Io): Promise<ExitCode> {
  const rule = 'failed-sign-ins.yaml'
  const files = new Map([
    [join(folder, 'tripline.yaml'), project],
    [join(folder, 'detections', rule), ruleTemplate(io.uuid(), 'Many failed sign-ins of one account')],
    [join(folder, 'detections/failed-sign-ins.test.yaml'), testTemplate(rule)],
  ])
  const refused = await writeNew(files)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showFiles([...files.keys()], io)
  return exitCodes.ok
}
