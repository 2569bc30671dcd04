import { resolve } from 'node:path'
import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { isFunctionFile, loadFunctionFile, type Project, type ProjectFunction, readSource } from '@tripline/project'

/** The functions that a command was asked about. */
export interface ChosenFunctions {
  readonly files: readonly FilePath[]
  readonly functions: readonly ProjectFunction[]
  readonly diagnostics: readonly Diagnostic[]
}

/** All functions of a project; the files that describe some have been read with it. */
export const allFunctions = (project: Project | undefined): ChosenFunctions => ({
  files: project?.functionFiles ?? [],
  functions: project?.functions ?? [],
  diagnostics: [],
})

/** The functions among files that are not known to be rules. */
export async function functionsAmong(
  files: readonly FilePath[],
  project: Project | undefined,
): Promise<ChosenFunctions> {
  const known = new Set(project?.functionFiles.map(({ path }) => resolve(path)))
  const found = await Promise.all(
    files.map(async file => {
      const { value: source } = await readSource(file)
      const isKnown = known.has(resolve(file.path))
      if (!source || !(isKnown || isFunctionFile(source))) return undefined
      const { value, diagnostics }: Diagnosed<ProjectFunction> = loadFunctionFile(source)
      return { file, functions: value ? [value] : [], diagnostics: isKnown ? [] : diagnostics }
    }),
  )
  const chosen = found.filter(one => one !== undefined)
  return {
    files: chosen.map(({ file }) => file),
    functions: chosen.flatMap(({ functions }) => functions),
    diagnostics: chosen.flatMap(({ diagnostics }) => diagnostics),
  }
}
