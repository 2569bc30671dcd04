import { join } from 'node:path'
import { named } from '@tripline/files'
import { type ImportedFile, importDocument, importFolders, nameFiles } from '@tripline/rules/import'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodeOf } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { showCompiled } from '../views/compile.human.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { findSources } from '../write/found-sources.ts'
import { pathsOf, type Texts, writeNew } from '../write/write-new.ts'

export async function run(args: Args<'import'>, io: Io): Promise<ExitCode> {
  const { files: paths = [], out, workspace } = args
  if (paths.length > 0 === (workspace !== undefined) || (workspace !== undefined && out !== undefined)) {
    const reason =
      workspace === undefined
        ? 'pass files to convert, or --workspace NAME'
        : 'what a workspace has is written into the folders of the project; leave files and --out out'
    return showDiagnostics([commandReport['option-conflict'](undefined, reason)], io)
  }
  return workspace === undefined ? importFiles(paths, out, io) : importFrom(workspace, args.project, io)
}

/** Writes a live workspace into the project. */
async function importFrom(workspace: string, folder: string | undefined, io: Io): Promise<ExitCode> {
  const { importWorkspace } = await import('../deploy/import-workspace.ts')
  const { value, diagnostics } = await importWorkspace(workspace, folder, io)
  if (value) showFiles(value.paths, io)
  return showDiagnostics([...diagnostics, ...(value?.leftOut ?? [])], io)
}

async function importFiles(paths: readonly string[], out: string | undefined, io: Io): Promise<ExitCode> {
  const found = await findSources(paths)
  const imported = found.sources.map(({ file, isNamed }) => {
    const one = importDocument(file)
    // Most files of a folder are something else.
    return isNamed ? one : { ...one, diagnostics: one.diagnostics.filter(({ id }) => id !== 'import-nothing') }
  })
  const { value: files = [], diagnostics: twice } = nameFiles(imported.flatMap(({ value }) => value ?? []))
  const diagnostics = [...found.diagnostics, ...imported.flatMap(one => one.diagnostics), ...twice]
  if (files.length === 0 && diagnostics.length === 0) {
    return showDiagnostics([commandReport['nothing-found'](undefined, 'content to import', paths.join(', '))], io)
  }
  showDiagnostics(diagnostics, io)
  if (out === undefined && files.length > 1) {
    const reason = `${files.length} documents found; pass --out DIR to write them to files`
    return showDiagnostics([commandReport['option-conflict'](undefined, reason)], io)
  }
  if (out === undefined) {
    for (const { text } of files) showCompiled(text, io)
    return exitCodeOf(diagnostics)
  }
  const texts = textsIn(out, files)
  const refused = await writeNew(texts)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showFiles(pathsOf(texts), io)
  return exitCodeOf(diagnostics)
}

/** Documents of one kind lie in the folder itself, those of several kinds in folders of their own. */
function textsIn(out: string, files: readonly ImportedFile[]): Texts {
  const isMixed = new Set(files.map(({ kind }) => kind)).size > 1
  return new Map(
    files.map(({ kind, path, text }) => [named(join(out, isMixed ? importFolders[kind] : '', path)), text]),
  )
}
