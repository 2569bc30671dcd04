import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import { type FilePath, pathWithin } from '@tripline/files'
import type { ReadBy } from '@tripline/yaml'
import { loadFunctionFile } from './function-file.ts'
import { listDetections } from './list-detections.ts'
import type { ProjectFunction } from './project.ts'
import type { functionEntries } from './project-format.ts'
import { projectReport } from './project-report.ts'
import { readSource } from './read-source.ts'
import { resolveInside } from './resolve-inside.ts'

type Written = ReadBy<typeof functionEntries>[number]
type Mapped = Extract<Written, readonly unknown[]>[number]

/** The functions of a project, and the files that describe them. */
export interface LoadedFunctions {
  readonly functions: readonly ProjectFunction[]
  readonly files: readonly FilePath[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The functions that `tripline.yaml` names, and those of the files in the folders that it names. */
export async function loadFunctions(
  root: string,
  written: readonly Written[],
  detections: readonly FilePath[],
): Promise<LoadedFunctions> {
  const loaded = await Promise.all(
    written.map(async (entry): Promise<LoadedFunctions> => {
      if ('value' in entry) {
        const folder = await resolveInside(root, entry)
        if (!folder.value) return { ...nothing, diagnostics: folder.diagnostics }
        const around = detections.find(({ path }) => pathWithin(path, folder.value!.path) !== undefined)
        if (!around) return functionsIn(folder.value)
        const diagnostics = [projectReport['functions-among-rules'](entry.span, entry.value, around.path)]
        return { ...nothing, diagnostics }
      }
      const functions = await Promise.all(entry.map(one => storedFunction(root, one)))
      return { ...together(functions), files: [] }
    }),
  )
  const all = loaded.flatMap(({ functions }) => functions)
  return {
    functions: all,
    files: loaded.flatMap(({ files }) => files),
    diagnostics: [...loaded.flatMap(({ diagnostics }) => diagnostics), ...namedTwice(all)],
  }
}

const nothing: LoadedFunctions = { functions: [], files: [], diagnostics: [] }

/** The functions that the files of a folder describe, at any depth. */
async function functionsIn(folder: FilePath): Promise<LoadedFunctions> {
  const { value: listed, diagnostics } = await listDetections([folder])
  const files = listed?.rules ?? []
  const { functions, diagnostics: found } = together(await Promise.all(files.map(functionOf)))
  return { functions, files, diagnostics: [...diagnostics, ...found] }
}

async function functionOf(file: FilePath): Promise<Diagnosed<ProjectFunction>> {
  const { value: source, diagnostics } = await readSource(file)
  return source ? loadFunctionFile(source) : { diagnostics }
}

const together = (found: readonly Diagnosed<ProjectFunction>[]): Omit<LoadedFunctions, 'files'> => ({
  functions: found.flatMap(({ value }) => value ?? []),
  diagnostics: found.flatMap(({ diagnostics }) => diagnostics),
})

async function storedFunction(root: string, { key, value }: Mapped): Promise<Diagnosed<ProjectFunction>> {
  const file = await resolveInside(root, value.file)
  if (!file.value) return { diagnostics: file.diagnostics }
  const { value: source, diagnostics } = await readSource(file.value, value.file.span)
  if (!source) return { diagnostics }
  const body = { value: source.text, span: { file: source, start: 0, end: source.text.length } }
  const parameters = value.parameters ?? { value: '()', span: key.span }
  return { value: { names: [key], parameters, body: { ...body, offsetAt: index => index } }, diagnostics: [] }
}

/** One message for each name after its first. */
function namedTwice(functions: readonly ProjectFunction[]): readonly Diagnostic[] {
  const first = new Map<string, string>()
  return functions.flatMap(({ names }) =>
    names.flatMap(({ value, span }) => {
      const other = first.get(value)
      if (other !== undefined) return [projectReport['function-twice'](span, value, other)]
      first.set(value, span.file.path)
      return []
    }),
  )
}
