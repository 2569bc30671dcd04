import { type Diagnosed, type Diagnostic, isError, nearest } from '@tripline/diagnostics'
import { FileRefusal, named, realPath } from '@tripline/files'
import { loadExternalText } from '@tripline/fixtures/external-text'
import { loadWatchlist } from '@tripline/fixtures/watchlist'
import type { QueryWorld, StoredFunction } from '@tripline/kql/compile'
import type { ExternalText, TypedWatchlist } from '@tripline/kql/engine'
import {
  findProject,
  loadProject,
  type Project,
  type ProjectFunction,
  projectReport,
  type Target,
} from '@tripline/project'
import { loadCatalogue } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'

/** What the names in queries mean, with the rows of watchlists and the texts of URLs. */
export interface LocalWorld extends QueryWorld {
  readonly functions: readonly StoredFunction[]
  readonly watchlists: readonly TypedWatchlist[]
  readonly externalData: readonly ExternalText[]
}

/** Where a command works: inside a project, or outside any. */
export interface CommandContext {
  /** The folder that paths in files may not leave. */
  readonly root: string
  readonly project?: Project
  readonly world: LocalWorld
}

export interface ProjectContext extends CommandContext {
  readonly project: Project
}

export interface Wanted {
  /** The folder that --project names. */
  readonly folder?: string | undefined
  /** Without one, the file or folder to look from; the current folder by default. */
  readonly near?: string | undefined
}

/** The folder of the nearest project, if there is one; it is as good as named, and reached through no link that leads elsewhere. */
export async function findRoot({ folder, near = '.' }: Wanted): Promise<Diagnosed<{ readonly root?: string }>> {
  const root = folder ?? (await findProject(near))
  if (root === undefined) return { value: {}, diagnostics: [] }
  try {
    realPath(named(root))
  } catch (error) {
    // What is missing is reported where the project is read.
    if (error instanceof FileRefusal) {
      return { diagnostics: [projectReport['file-unreadable'](undefined, root, error.message)] }
    }
  }
  return { value: { root }, diagnostics: [] }
}

/** The nearest project, or none. With errors, the parts that they are about are missing. */
export async function openContext(wanted: Wanted): Promise<Diagnosed<CommandContext>> {
  const found = await findRoot(wanted)
  if (!found.value) return { diagnostics: found.diagnostics }
  const { root } = found.value
  if (root === undefined) {
    return {
      value: { root: '.', world: { catalogue: loadCatalogue(), functions: [], watchlists: [], externalData: [] } },
      diagnostics: [],
    }
  }
  const { value: project, diagnostics } = await loadProject(root)
  if (!project) return { diagnostics }
  const world = await worldOf(project)
  return { value: { root, project, world: world.value }, diagnostics: [...diagnostics, ...world.diagnostics] }
}

/** The nearest project without errors, or why there is none. */
export async function openProject(wanted: Wanted): Promise<Diagnosed<ProjectContext>> {
  const { value: context, diagnostics } = await openContext(wanted)
  if (!context || diagnostics.some(isError)) return { diagnostics }
  const { project } = context
  if (!project)
    return { diagnostics: [commandReport['project-missing'](undefined, wanted.near ?? 'the current folder')] }
  return { value: { ...context, project }, diagnostics }
}

async function worldOf(project: Project): Promise<{ value: LocalWorld; diagnostics: readonly Diagnostic[] }> {
  const watchlists = await Promise.all(
    project.watchlists.map(({ file, alias, searchKey }) => loadWatchlist(file.value, alias.value, searchKey.value)),
  )
  const texts = await Promise.all(project.externalData.map(({ file, url }) => loadExternalText(file.value, url.value)))
  return {
    value: {
      catalogue: loadCatalogue(project.profile).with(project.tables),
      functions: storedFunctions(project.functions),
      watchlists: watchlists.flatMap(({ value }) => value ?? []),
      externalData: texts.flatMap(({ value }) => value ?? []),
    },
    diagnostics: [...watchlists, ...texts].flatMap(({ diagnostics }) => diagnostics),
  }
}

/** Functions under each of their names. */
export const storedFunctions = (functions: readonly ProjectFunction[]): readonly StoredFunction[] =>
  functions.flatMap(({ names, parameters, body }) =>
    names.map(({ value: name }) => ({ name, parameters: parameters.value, body: body.value })),
  )

/** A target of the project by the name of its workspace. */
export function findTarget({ targets }: Project, name: string): Diagnosed<Target> {
  const value = targets.find(target => target.name.value === name)
  if (value) return { value, diagnostics: [] }
  const names = targets.map(target => target.name.value)
  return { diagnostics: [commandReport['workspace-unknown'](undefined, name, nearest(name, names))] }
}
