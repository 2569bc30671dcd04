import { isError, nearest } from '@tripline/diagnostics'
import { report } from '../diagnostics.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Args } from '../grammar.ts'
import type { Io } from '../io.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showNames, showSchema } from '../views/schema.human.ts'
import { showNamesJson, showSchemaJson } from '../views/schema.json.ts'
import { openWorkplace } from '../workplace.ts'

const views = {
  human: { names: showNames, schema: showSchema },
  json: { names: showNamesJson, schema: showSchemaJson },
}

export async function run({ what, table: name, project, format }: Args<'schema'>, io: Io): Promise<ExitCode> {
  if ((what === 'show') !== (name !== undefined)) {
    return showDiagnostics(
      [report['option-conflict'](undefined, 'schema takes list, or show and the name of a table')],
      io,
    )
  }
  const { value: place, diagnostics } = await openWorkplace({ folder: project })
  if (!place || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  const { catalogue } = place.world
  if (name === undefined) {
    views[format].names(catalogue.names.toSorted(), io)
    return exitCodes.ok
  }
  const table = catalogue.get(name)
  if (!table) return showDiagnostics([report['table-missing'](undefined, name, nearest(name, catalogue.names))], io)
  views[format].schema(table, io)
  return exitCodes.ok
}
