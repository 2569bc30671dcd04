import { basename } from 'node:path'
import { isError } from '@tripline/diagnostics'
import { type FilePath, named } from '@tripline/files'
import { listDetections, projectFileName, readSource } from '@tripline/project'
import { formatRule } from '@tripline/rules/format'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { writeWhole } from '../write/write-whole.ts'

export async function run({ paths = [], project, check, write }: Args<'fmt'>, io: Io): Promise<ExitCode> {
  if (check && write) {
    return showDiagnostics([commandReport['option-conflict'](undefined, '--check and --write cannot be combined')], io)
  }
  const folders = paths.length > 0 ? { value: paths.map(named), diagnostics: [] } : await detectionsOf(project)
  if (!folders.value) return showDiagnostics(folders.diagnostics, io)
  const { value: files, diagnostics } = await listDetections(folders.value)
  if (!files || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  // A file that is named explicitly is listed whatever it is.
  const rules = files.rules.filter(({ path }) => basename(path) !== projectFileName)
  if (paths.length > 0 && rules.length === 0) {
    return showDiagnostics([commandReport['nothing-found'](undefined, 'rules', paths.join(', '))], io)
  }
  const judged = await Promise.all(rules.map(reformed))
  const changed = judged.filter(({ text }) => text !== undefined)
  const unwritten = write ? await Promise.all(changed.map(({ file, text }) => writeWhole(file, text!))) : []
  const found = [...judged.flatMap(one => one.diagnostics), ...unwritten.flat()]
  showFiles(
    changed.map(({ file }) => file.path),
    io,
  )
  showDiagnostics(found, io)
  const exitCode = exitCodeOf(found)
  return exitCode === exitCodes.ok && !write && changed.length > 0 ? exitCodes.findings : exitCode
}

async function detectionsOf(folder: string | undefined) {
  const { value: context, diagnostics } = await openProject({ folder })
  return { ...(context && { value: context.project.detections }), diagnostics }
}

/** The formatted text of a file, if it differs. */
async function reformed(file: FilePath) {
  const { value: source, diagnostics } = await readSource(file)
  if (!source) return { file, diagnostics }
  const formatted = formatRule(source)
  const { value: text } = formatted
  return { file, ...(text !== undefined && text !== source.text && { text }), diagnostics: formatted.diagnostics }
}
