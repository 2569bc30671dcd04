import { isError, nearest } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { readSource } from '@tripline/project'
import { loadCatalogue, loadTables, writeTable } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { type CommandContext, openContext } from '../project/command-context.ts'
import { showCompiled } from '../views/compile.human.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { showAdded, showNames, showSchema } from '../views/schema.human.ts'
import { showFilesJson, showNamesJson, showSchemaJson } from '../views/schema.json.ts'
import { schemaFiles } from '../write/editor-schemas.ts'
import { pathsOf } from '../write/write-new.ts'
import { writeWhole } from '../write/write-whole.ts'

const views = {
  human: { names: showNames, schema: showSchema, added: showAdded, files: showFiles },
  json: { names: showNamesJson, schema: showSchemaJson, added: showSchemaJson, files: showFilesJson },
}

export async function run({ what, table: name, project, format }: Args<'schema'>, io: Io): Promise<ExitCode> {
  const subject = subjects[what]
  if ((subject !== undefined) !== (name !== undefined)) {
    const needed = subject === undefined ? `schema ${what} takes no name` : `schema ${what} needs ${subject}`
    return showDiagnostics([commandReport['option-conflict'](undefined, needed)], io)
  }
  if (what === 'infer' && name !== undefined) return infer(name, format, io)
  if (what === 'diff' && name !== undefined) return compare(name, format, io)
  const { value: context, diagnostics } = await openContext({ folder: project })
  if (!context || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  if (what === 'files') return writeSchemas(context, views[format].files, io)
  const { catalogue } = context.world
  if (name === undefined) {
    views[format].names(catalogue.names.toSorted(), io)
    return exitCodes.ok
  }
  const table = catalogue.get(name)
  if (!table)
    return showDiagnostics([commandReport['table-missing'](undefined, name, nearest(name, catalogue.names))], io)
  views[format].schema(table, io)
  return exitCodes.ok
}

/** What each action is about; nothing if it has no subject. */
const subjects: Readonly<Record<Args<'schema'>['what'], string | undefined>> = {
  list: undefined,
  files: undefined,
  show: 'the name of a table',
  infer: 'a file with rows of a table',
  diff: 'a file that describes a table',
}

/** The description of a table whose rows a file samples. */
async function infer(path: string, format: Args<'schema'>['format'], io: Io): Promise<ExitCode> {
  const { inferTable } = await import('@tripline/fixtures/infer-table')
  const { value: table, diagnostics } = await inferTable(named(path))
  if (table && format === 'json') showSchemaJson(table, io)
  else if (table) showCompiled(writeTable(table), io)
  return showDiagnostics(diagnostics, io)
}

/** What a file of tables adds to those that Log Analytics documents. */
async function compare(path: string, format: Args<'schema'>['format'], io: Io): Promise<ExitCode> {
  const { value: source, diagnostics: unread } = await readSource(named(path))
  if (!source) return showDiagnostics(unread, io)
  const catalogue = loadCatalogue()
  const { value: tables = [], diagnostics } = loadTables([source], catalogue)
  for (const { name, columns } of tables) {
    const known = new Set(catalogue.get(name)?.columns.map(column => column.name))
    views[format].added({ name, columns: columns.filter(column => !known.has(column.name)) }, io)
  }
  return showDiagnostics(diagnostics, io)
}

/** The schemas of this version, over those of an earlier one. */
async function writeSchemas({ root, project }: CommandContext, show: typeof showFiles, io: Io): Promise<ExitCode> {
  if (!project) return showDiagnostics([commandReport['project-missing'](undefined, 'the current folder')], io)
  const files = schemaFiles(root)
  const refused = await Promise.all(Array.from(files, ([file, text]) => writeWhole(file, text)))
  if (refused.flat().length > 0) return showDiagnostics(refused.flat(), io)
  show(pathsOf(files), io)
  return exitCodes.ok
}
