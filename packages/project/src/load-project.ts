import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Diagnosed, type Diagnostic, type Located, type SourceFile, startOf } from '@tripline/diagnostics'
import { loadCatalogue, loadTables, type Table } from '@tripline/schemas'
import { parseYaml, type ReadBy, read, strict } from '@tripline/yaml'
import { projectFileName } from './find-project.ts'
import type { ExternalFile, Project, ProjectFunction, Watchlist } from './project.ts'
import { projectFormat } from './project-format.ts'
import { readSource } from './read-source.ts'
import { resolveInside } from './resolve-inside.ts'

type Written = ReadBy<typeof projectFormat>

/**
 * Reads `tripline.yaml` in `root` and the files that belong to the project itself: the bodies of functions,
 * and the tables of `schemas/*.yaml`.
 * Watchlists and files for externaldata are only looked for. With errors among the diagnostics the project lacks what they are about.
 */
export async function loadProject(root: string): Promise<Diagnosed<Project>> {
  const source = await readInside(root, join(root, projectFileName))
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
  const { rules, workspaces, disabled, watchlists, externalData, functions, retention } = written.value
  const value: Project = {
    root,
    file: source.value,
    detections: rules
      ? (await Promise.all(rules.map(path => resolveInside(root, path)))).flatMap(keep)
      : await defaultDetections(root),
    workspaces,
    disabled,
    watchlists: (await Promise.all(watchlists.map(entry => watchlist(root, entry)))).flatMap(keep),
    externalData: (await Promise.all(externalData.map(entry => externalFile(root, entry)))).flatMap(keep),
    functions: (await Promise.all(functions.map(entry => storedFunction(root, entry)))).flatMap(keep),
    tables: (await ownTables(root)).flatMap(keep).flat(),
    retention,
  }
  return { value, diagnostics }
}

/** A file that the project has by its name; a link may not lead out of it, for messages show what a file says. */
async function readInside(root: string, path: string): Promise<Diagnosed<SourceFile>> {
  const inside = await resolveInside(root, { value: basename(path), span: startOf({ path, text: '' }) })
  return inside.value === undefined ? { diagnostics: inside.diagnostics } : readSource(path)
}

/** A project without rules is a project at its beginning. */
async function defaultDetections(root: string): Promise<readonly string[]> {
  const folder = join(root, 'detections')
  const found = await stat(folder).catch(() => undefined)
  return found?.isDirectory() ? [folder] : []
}

/** The tables that `schemas/*.yaml` describe: custom ones, and columns that the catalogue's lack. */
async function ownTables(root: string): Promise<readonly Diagnosed<readonly Table[]>[]> {
  const folder = join(root, 'schemas')
  const names = await readdir(folder).catch(() => [])
  const paths = names.filter(name => /\.ya?ml$/.test(name)).sort()
  if (paths.length === 0) return []
  const sources = await Promise.all(paths.map(name => readInside(root, join(folder, name))))
  const unread = sources.flatMap(({ diagnostics }) => diagnostics)
  const files = sources.flatMap(({ value }) => value ?? [])
  const loaded = loadTables(files, loadCatalogue())
  return [{ ...loaded, diagnostics: [...unread, ...loaded.diagnostics] }]
}

async function watchlist(root: string, { key, value }: Written['watchlists'][number]): Promise<Diagnosed<Watchlist>> {
  const file = await resolveInside(root, value.file)
  if (file.value === undefined) return { diagnostics: file.diagnostics }
  const place: Located<string> = { value: file.value, span: value.file.span }
  return { value: { alias: key, file: place, searchKey: value.searchKey }, diagnostics: [] }
}

async function externalFile(
  root: string,
  { key, value }: Written['externalData'][number],
): Promise<Diagnosed<ExternalFile>> {
  const file = await resolveInside(root, value)
  if (file.value === undefined) return { diagnostics: file.diagnostics }
  return { value: { url: key, file: { value: file.value, span: value.span } }, diagnostics: [] }
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
