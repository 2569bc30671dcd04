import { join } from 'node:path'
import { isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { readSource } from '@tripline/project'
import { importRules } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodeOf } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { showCompiled } from '../views/compile.human.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showFiles } from '../views/new.human.ts'
import { pathsOf, writeNew } from '../write/write-new.ts'

export async function run({ files, out }: Args<'import'>, io: Io): Promise<ExitCode> {
  const taken = new Set<string>()
  // One after the other, because earlier files claim names.
  const imported: Awaited<ReturnType<typeof importFile>>[] = []
  for (const path of files) imported.push(await importFile(path, taken))
  const diagnostics = imported.flatMap(one => one.diagnostics)
  const rules = imported.flatMap(({ value }) => value ?? [])
  showDiagnostics(diagnostics, io)
  if (diagnostics.some(isError)) return exitCodeOf(diagnostics)
  if (out === undefined && rules.length > 1) {
    const reason = `${rules.length} rules found; pass --out DIR to write them to files`
    return showDiagnostics([commandReport['option-conflict'](undefined, reason)], io)
  }
  if (out === undefined) {
    for (const { text } of rules) showCompiled(text, io)
    return exitCodeOf(diagnostics)
  }
  const texts = new Map(rules.map(({ path, text }) => [named(join(out, path)), text]))
  const refused = await writeNew(texts)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showFiles(pathsOf(texts), io)
  return exitCodeOf(diagnostics)
}

async function importFile(path: string, taken: Set<string>) {
  const { value: file, diagnostics } = await readSource(named(path))
  return file ? importRules(file, taken) : { diagnostics }
}
