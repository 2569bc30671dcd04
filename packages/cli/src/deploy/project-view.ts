import {
  type ActualState,
  type DeployPlan,
  type DesiredResource,
  planDeploy,
  type Sources,
  type WatchlistFile,
} from '@tripline/deploy'
import { type Diagnosed, isError } from '@tripline/diagnostics'
import { readSource } from '@tripline/project'
import { analysisCache } from '../cache/cache-location.ts'
import type { Io } from '../process/io.ts'
import { findTarget, openProject, type ProjectContext } from '../project/command-context.ts'
import { soundRules } from '../project/sound-rules.ts'
import { desiredFor, desiredWatchlists } from './desired-for.ts'
import { choicesOf } from './plan-target.ts'

/** The files of a project as they are now, compared with what a workspace had when it was read. */
export interface ProjectView {
  readonly sources: Sources
  readonly desired: readonly DesiredResource[]
  readonly plan: DeployPlan
}

/** Reads the project again and plans a workspace that has been read. */
export async function viewProject(
  folder: string,
  { workspace, resource }: Pick<DeployPlan, 'workspace' | 'resource'>,
  actual: ActualState,
  io: Io,
): Promise<Diagnosed<ProjectView>> {
  const { value: context, diagnostics } = await openProject({ folder })
  if (!context) return { diagnostics }
  const { project } = context
  const target = findTarget(project, workspace)
  if (!target.value) return { diagnostics: target.diagnostics }
  const sound = await soundRules([], context, analysisCache(io))
  if (!sound.value) return { diagnostics: sound.diagnostics }
  const desired = desiredFor(target.value, sound.value, context)
  if (!desired.value || desired.diagnostics.some(isError)) return { diagnostics: desired.diagnostics }
  const watchlists = await watchlistFiles(context)
  const choices = choicesOf({ prune: false }, project.deploy)
  const plan = planDeploy({ name: workspace, resource }, desired.value, actual, choices)
  return {
    value: { sources: { project, target: target.value, watchlists, ...sound.value }, desired: desired.value, plan },
    diagnostics,
  }
}

/** The watchlists of the project with the texts of their files. */
async function watchlistFiles(context: ProjectContext): Promise<readonly WatchlistFile[]> {
  const found = desiredWatchlists(context).map(async (one): Promise<readonly WatchlistFile[]> => {
    const written = context.project.watchlists.find(({ alias }) => alias.value === one.alias)
    const { value: file } = await readSource(written!.file.value)
    return file ? [{ ...one, file }] : []
  })
  return (await Promise.all(found)).flat()
}
