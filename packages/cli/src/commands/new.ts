import { basename } from 'node:path'
import { nearest } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { timeColumn } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { schemaFiles, schemaLine } from '../write/editor-schemas.ts'
import { tableRule, tableRuleTests } from '../write/table-rule.ts'
import { missingOf, pathsOf, type Texts, writeNew } from '../write/write-new.ts'

export async function run({ rule, name, table: tableName, kind, project }: Args<'new'>, io: Io): Promise<ExitCode> {
  const [, stem, ending] = /^(.*?[^\\/])(\.ya?ml)$/.exec(rule) ?? []
  if (stem === undefined || stem.endsWith('.test')) {
    return showDiagnostics(
      [commandReport['option-value'](undefined, 'new', rule, 'the path of a rule file, such as detections/NAME.yaml')],
      io,
    )
  }
  const { value: context, diagnostics } = await openContext({ folder: project, near: rule })
  // The folder of the rules may be missing still.
  if (!context) return showDiagnostics(diagnostics, io)
  const root = context.project?.root
  const { catalogue: own } = context.world
  const catalogue = own.under(kind === 'CustomDetection' ? 'xdr' : own.profile)
  const table = catalogue.get(tableName)
  if (!table) {
    const near = nearest(tableName, catalogue.names)
    return showDiagnostics([...diagnostics, commandReport['table-missing'](undefined, tableName, near)], io)
  }
  if (!timeColumn(table)) {
    return showDiagnostics([commandReport['option-value'](undefined, '--table', tableName, timed)], io)
  }
  const written = { id: io.uuid(), name: name ?? sentence(basename(stem)), kind, table }
  const tests = `${stem}.test${ending}`
  const headOf = (kind: 'rule' | 'test', path: string) => (root === undefined ? '' : schemaLine(kind, path, root))
  const files: Texts = new Map([
    [named(rule), headOf('rule', rule) + tableRule(written)],
    // Hunting queries are never scheduled, so there is nothing to replay.
    ...(kind === 'Hunting'
      ? []
      : [[named(tests), headOf('test', tests) + tableRuleTests(written, basename(rule))] as const]),
    ...(root === undefined ? [] : missingOf(schemaFiles(root))),
  ])
  const refused = await writeNew(files)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showFiles(pathsOf(files), io)
  return exitCodes.ok
}

const timed = 'a table whose rows have a time'

/** `Failed sign ins` for `failed-sign-ins`. */
function sentence(stem: string): string {
  const words = stem.replaceAll(/[-_]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
