import { join } from 'node:path'
import { type Diagnosed, type Diagnostic, type Located, nearest, startOf } from '@tripline/diagnostics'
import { below, entryKind, type FilePath, inside, isFolder, listFolder, pathWithin } from '@tripline/files'
import { loadCatalogue, loadTables, type Profile, type Table } from '@tripline/schemas'
import { parseYaml, type ReadBy, read, strict } from '@tripline/yaml'
import { isEngineName } from './engine-address.ts'
import { projectFileName } from './find-project.ts'
import { loadAutomation } from './load-automation.ts'
import { loadFunctions } from './load-functions.ts'
import type { ExternalFile, NamedEngine, Project, Watchlist } from './project.ts'
import { projectFormat } from './project-format.ts'
import { projectReport } from './project-report.ts'
import { readSource } from './read-source.ts'
import { resolveInside } from './resolve-inside.ts'
import type { Target } from './target.ts'

type Written = ReadBy<typeof projectFormat>

/**
 * Reads `tripline.yaml` in `root` and the files that belong to the project itself: functions, automation rules, and the tables of
 * `schemas/*.yaml`.
 * Watchlists and files for externaldata only have to exist. Parts with errors are missing from the project.
 */
export async function loadProject(root: string): Promise<Diagnosed<Project>> {
  const source = await readSource(inside(root, join(root, projectFileName)))
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
  const profile = written.value.profile?.value ?? 'workspace'
  const {
    rules,
    workspaces,
    engines,
    disabled,
    watchlists,
    externalData,
    functions,
    retention,
    archive,
    deploy,
    automation,
  } = written.value
  const detections = (
    rules ? await Promise.all(rules.map(path => resolveInside(root, path))) : await defaultDetections(root)
  ).flatMap(keep)
  const stored = await loadFunctions(root, functions ?? defaultFolder(root, 'functions', detections), detections)
  const automated = await loadAutomation(root, automation ?? defaultFolder(root, 'automation', detections), detections)
  diagnostics.push(...stored.diagnostics, ...automated.diagnostics)
  const value: Project = {
    root,
    file: source.value,
    profile,
    detections,
    targets: workspaces,
    engines: engines.flatMap(entry => keep(namedEngine(entry, workspaces))),
    disabled,
    watchlists: (await Promise.all(watchlists.map(entry => watchlist(root, entry)))).flatMap(keep),
    externalData: (await Promise.all(externalData.map(entry => externalFile(root, entry)))).flatMap(keep),
    functions: stored.functions,
    functionFiles: stored.files,
    automationRules: automated.rules,
    automationFiles: automated.files,
    tables: (await ownTables(root, profile)).flatMap(keep).flat(),
    retention,
    ...(archive && { archive }),
    deploy,
  }
  return { value, diagnostics }
}

function namedEngine({ key, value }: Written['engines'][number], targets: readonly Target[]): Diagnosed<NamedEngine> {
  if (!isEngineName(key.value)) return { diagnostics: [projectReport['engine-name'](key.span, key.value)] }
  const { value: address, span } = value
  if (address.kind === 'workspace' && !targets.some(({ name }) => name.value === address.name)) {
    const near = nearest(
      address.name,
      targets.map(({ name }) => name.value),
    )
    return { diagnostics: [projectReport['engine-workspace'](span, address.name, near)] }
  }
  return { value: { name: key, address: value }, diagnostics: [] }
}

/** A file or folder with a fixed name, if it exists. A link may not lead outside, because messages show file contents. */
async function ownFile(root: string, name: string): Promise<Diagnosed<FilePath> | undefined> {
  return entryKind(join(root, name)) === undefined ? undefined : resolveInside(root, unwritten(root, name))
}

/** A path that `tripline.yaml` does not have to name. */
const unwritten = (root: string, name: string): Located<string> => ({
  value: name,
  span: startOf({ path: join(root, projectFileName), text: '' }),
})

/** A folder with a fixed name, unless it does not exist or rules are searched for in it. */
function defaultFolder(root: string, name: string, detections: readonly FilePath[]): readonly Located<string>[] {
  const folder = join(root, name)
  const isSearched = detections.some(({ path }) => pathWithin(path, folder) !== undefined)
  return entryKind(folder) === undefined || isSearched ? [] : [unwritten(root, name)]
}

/** A new project may have no rules. */
async function defaultDetections(root: string): Promise<readonly Diagnosed<FilePath>[]> {
  const folder = await ownFile(root, 'detections')
  return folder && (!folder.value || isFolder(folder.value)) ? [folder] : []
}

/** The tables of `schemas/*.yaml`: custom tables, and columns that the catalogue lacks. */
async function ownTables(root: string, profile: Profile): Promise<readonly Diagnosed<readonly Table[]>[]> {
  const folder = await ownFile(root, 'schemas')
  if (!folder?.value) return folder ? [{ diagnostics: folder.diagnostics }] : []
  const names = isFolder(folder.value) ? listFolder(folder.value).map(({ name }) => name) : []
  const paths = names.filter(name => /\.ya?ml$/.test(name)).sort()
  if (paths.length === 0) return []
  const sources = await Promise.all(paths.map(name => readSource(below(folder.value!, name))))
  const unread = sources.flatMap(({ diagnostics }) => diagnostics)
  const files = sources.flatMap(({ value }) => value ?? [])
  const loaded = loadTables(files, loadCatalogue(profile))
  return [{ ...loaded, diagnostics: [...unread, ...loaded.diagnostics] }]
}

async function watchlist(root: string, { key, value }: Written['watchlists'][number]): Promise<Diagnosed<Watchlist>> {
  const file = await resolveInside(root, value.file)
  if (file.value === undefined) return { diagnostics: file.diagnostics }
  const written: Located<FilePath> = { value: file.value, span: value.file.span }
  return { value: { alias: key, file: written, searchKey: value.searchKey }, diagnostics: [] }
}

async function externalFile(
  root: string,
  { key, value }: Written['externalData'][number],
): Promise<Diagnosed<ExternalFile>> {
  const file = await resolveInside(root, value)
  if (file.value === undefined) return { diagnostics: file.diagnostics }
  return { value: { url: key, file: { value: file.value, span: value.span } }, diagnostics: [] }
}
