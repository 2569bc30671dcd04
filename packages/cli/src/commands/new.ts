import { basename, resolve } from 'node:path'
import { named } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { findRoot } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { schemaFiles, schemaLine } from '../write/editor-schemas.ts'
import { ruleTemplate, testTemplate } from '../write/rule-template.ts'
import { missingOf, pathsOf, writeNew } from '../write/write-new.ts'

export async function run({ rule, name, project }: Args<'new'>, io: Io): Promise<ExitCode> {
  const [, stem, ending] = /^(.*?[^\\/])(\.ya?ml)$/.exec(rule) ?? []
  if (stem === undefined || stem.endsWith('.test')) {
    return showDiagnostics(
      [commandReport['option-value'](undefined, 'new', rule, 'the path of a rule file, such as detections/NAME.yaml')],
      io,
    )
  }
  const found = await findRoot({ near: project ?? rule })
  if (!found.value) return showDiagnostics(found.diagnostics, io)
  const { root } = found.value
  if (project !== undefined && (root === undefined || resolve(root) !== resolve(project))) {
    return showDiagnostics([commandReport['project-missing'](undefined, project)], io)
  }
  const tests = `${stem}.test${ending}`
  const headOf = (kind: 'rule' | 'test', path: string) => (root === undefined ? '' : schemaLine(kind, path, root))
  const files = new Map([
    [named(rule), headOf('rule', rule) + ruleTemplate(io.uuid(), name ?? sentence(basename(stem)))],
    [named(tests), headOf('test', tests) + testTemplate(basename(rule))],
    ...(root === undefined ? [] : missingOf(schemaFiles(root))),
  ])
  const refused = await writeNew(files)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showFiles(pathsOf(files), io)
  return exitCodes.ok
}

/** `Failed sign ins` for `failed-sign-ins`. */
function sentence(stem: string): string {
  const words = stem.replaceAll(/[-_]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
