import { isError, nearest } from '@tripline/diagnostics'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { type CommandContext, openContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { showNames, showSchema } from '../views/schema.human.ts'
import { showFilesJson, showNamesJson, showSchemaJson } from '../views/schema.json.ts'
import { schemaFiles } from '../write/editor-schemas.ts'
import { pathsOf } from '../write/write-new.ts'
import { writeWhole } from '../write/write-whole.ts'

const views = {
  human: { names: showNames, schema: showSchema, files: showFiles },
  json: { names: showNamesJson, schema: showSchemaJson, files: showFilesJson },
}

export async function run({ what, table: name, project, format }: Args<'schema'>, io: Io): Promise<ExitCode> {
  if ((what === 'show') !== (name !== undefined)) {
    return showDiagnostics(
      [commandReport['option-conflict'](undefined, 'schema show needs the name of a table; list and files take none')],
      io,
    )
  }
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

/** The schemas of this version, over those of an earlier one. */
async function writeSchemas({ root, project }: CommandContext, show: typeof showFiles, io: Io): Promise<ExitCode> {
  if (!project) return showDiagnostics([commandReport['project-missing'](undefined, 'the current folder')], io)
  const files = schemaFiles(root)
  const refused = await Promise.all(Array.from(files, ([file, text]) => writeWhole(file, text)))
  if (refused.flat().length > 0) return showDiagnostics(refused.flat(), io)
  show(pathsOf(files), io)
  return exitCodes.ok
}
