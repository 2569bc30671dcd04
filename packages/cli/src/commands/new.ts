import { basename } from 'node:path'
import { report } from '../diagnostics.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Args } from '../grammar.ts'
import type { Io } from '../io.ts'
import { ruleTemplate, testTemplate } from '../rule-template.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { writeNew } from '../write-new.ts'

export async function run({ rule, name }: Args<'new'>, io: Io): Promise<ExitCode> {
  const [, stem, ending] = /^(.*?[^\\/])(\.ya?ml)$/.exec(rule) ?? []
  if (stem === undefined || stem.endsWith('.test')) {
    return showDiagnostics(
      [report['option-value'](undefined, 'new', rule, 'the path of a rule, as detections/NAME.yaml')],
      io,
    )
  }
  const files = new Map([
    [rule, ruleTemplate(io.uuid(), name ?? sentence(basename(stem)))],
    [`${stem}.test${ending}`, testTemplate(basename(rule))],
  ])
  const refused = await writeNew(files)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showFiles([...files.keys()], io)
  return exitCodes.ok
}

/** `Failed sign ins` for `failed-sign-ins`. */
function sentence(stem: string): string {
  const words = stem.replaceAll(/[-_]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
