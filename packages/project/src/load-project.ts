import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Diagnosed, Diagnostic, Located } from '@tripline/diagnostics'
import { parseYaml, type ReadBy, read, strict } from '@tripline/yaml'
import { projectFileName } from './find-project.ts'
import type { Project, ProjectFunction, Watchlist } from './project.ts'
import { projectFormat } from './project-format.ts'
import { readSource } from './read-source.ts'
import { resolveInside } from './resolve-inside.ts'

type Written = ReadBy<typeof projectFormat>

/**
 * Reads `tripline.yaml` in `root` and the files it names that belong to the project itself: the bodies of functions.
 * Watchlists are only looked for. With errors among the diagnostics the project lacks what they are about.
 */
export async function loadProject(root: string): Promise<Diagnosed<Project>> {
  const source = await readSource(join(root, projectFileName))
  if (!source.value) return { diagnostics: source.diagnostics }
  const node = parseYaml(source.value)
  if (!node.value) return { diagnostics: node.diagnostics }
  const written = read(projectFormat, node.value, strict)
  const diagnostics: Diagnostic[] = [...node.diagnostics, ...written.diagnostics]
  if (!written.value) return { diagnostics }

  const keep = <T>(found: Diagnosed<T>): readonly T[] => {
    diagnostics.push(...found.diagnostics)
    return found.value === undefined ? [] : [found.value]
  }
  const { rules, workspaces, disabled, watchlists, functions, tables, retention } = written.value
  const value: Project = {
    root,
    file: source.value,
    detections: rules
      ? (await Promise.all(rules.map(path => resolveInside(root, path)))).flatMap(keep)
      : await defaultDetections(root),
    workspaces,
    disabled,
    watchlists: (await Promise.all(watchlists.map(entry => watchlist(root, entry)))).flatMap(keep),
    functions: (await Promise.all(functions.map(entry => storedFunction(root, entry)))).flatMap(keep),
    tables: tables.map(({ key, value }) => ({
      name: key.value,
      columns: value.map(column => ({ name: column.key.value, type: column.value.value })),
    })),
    retention,
  }
  return { value, diagnostics }
}

/** A project without rules is a project at its beginning. */
async function defaultDetections(root: string): Promise<readonly string[]> {
  const folder = join(root, 'detections')
  const found = await stat(folder).catch(() => undefined)
  return found?.isDirectory() ? [folder] : []
}

async function watchlist(root: string, { key, value }: Written['watchlists'][number]): Promise<Diagnosed<Watchlist>> {
  const file = await resolveInside(root, value.file)
  if (file.value === undefined) return { diagnostics: file.diagnostics }
  const place: Located<string> = { value: file.value, span: value.file.span }
  return { value: { alias: key, file: place, searchKey: value.searchKey }, diagnostics: [] }
}

async function storedFunction(
  root: string,
  { key, value }: Written['functions'][number],
): Promise<Diagnosed<ProjectFunction>> {
  const file = await resolveInside(root, value.file)
  if (file.value === undefined) return { diagnostics: file.diagnostics }
  const body = await readSource(file.value, value.file.span)
  if (!body.value) return { diagnostics: body.diagnostics }
  return { value: { name: key, parameters: value.parameters?.value ?? '()', body: body.value }, diagnostics: [] }
}
