import { basename } from 'node:path'
import { type Diagnosed, isError } from '@tripline/diagnostics'
import { entryKind, type FilePath, named } from '@tripline/files'
import { listDetections, projectFileName } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openContext, openProject } from '../project/command-context.ts'
import { findRules } from '../project/find-rules.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showDiffs } from '../views/fmt.human.ts'
import { showFiles } from '../views/new.human.ts'
import { reformat } from '../write/reformat.ts'
import { writeWhole } from '../write/write-whole.ts'

export async function run({ paths = [], project, check, write, diff }: Args<'fmt'>, io: Io): Promise<ExitCode> {
  if (check && write) {
    return showDiagnostics([commandReport['option-conflict'](undefined, '--check and --write cannot be combined')], io)
  }
  const { value: files, diagnostics } = await filesToFormat(paths, project)
  if (!files || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  const formatted = await Promise.all(files.map(reformat))
  const changed = formatted.flatMap(({ value }) => value ?? [])
  const unwritten = write ? await Promise.all(changed.map(({ file, after }) => writeWhole(file, after))) : []
  const found = [...formatted.flatMap(one => one.diagnostics), ...unwritten.flat()]
  if (diff) showDiffs(changed, io)
  else
    showFiles(
      changed.map(({ file }) => file.path),
      io,
    )
  showDiagnostics(found, io)
  const exitCode = exitCodeOf(found)
  return exitCode === exitCodes.ok && !write && changed.length > 0 ? exitCodes.findings : exitCode
}

/** The rules, automation rules, functions, tests and shared logs of `paths` or, without paths, of the project. */
async function filesToFormat(
  paths: readonly string[],
  folder: string | undefined,
): Promise<Diagnosed<readonly FilePath[]>> {
  const chosen = paths.length > 0 ? await chosenPaths(paths, folder) : await detectionsOf(folder)
  if (!chosen.value) return { diagnostics: chosen.diagnostics }
  const { value: listed, diagnostics } = await listDetections(chosen.value)
  if (!listed) return { diagnostics }
  // A file that is named explicitly is listed whatever it is.
  const rules = listed.rules.filter(({ path }) => basename(path) !== projectFileName)
  const value = [...rules, ...listed.tests, ...listed.logs]
  if (paths.length > 0 && value.length === 0 && diagnostics.length === 0) {
    return { diagnostics: [commandReport['nothing-found'](undefined, 'rules or tests', paths.join(', '))] }
  }
  return { value, diagnostics }
}

/** Files need no project; names of rules do. */
async function chosenPaths(paths: readonly string[], folder: string | undefined) {
  if (paths.every(path => entryKind(path) !== undefined)) return { value: paths.map(named), diagnostics: [] }
  const { value: context, diagnostics } = await openContext({ folder, near: paths[0] })
  return context ? findRules(paths, context) : { diagnostics }
}

async function detectionsOf(folder: string | undefined) {
  const { value: context, diagnostics } = await openProject({ folder })
  if (!context) return { diagnostics }
  const { detections, functionFiles, automationFiles } = context.project
  return { value: [...detections, ...functionFiles, ...automationFiles], diagnostics }
}
