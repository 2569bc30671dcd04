import { compareResources, type DesiredResource, kinds, type ResourceState, type StoredByType } from '@tripline/deploy'
import type { RuleInForce } from '@tripline/evidence'
import type { fileVersions } from '../git/file-versions.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { SoundRules } from '../project/sound-rules.ts'
import { sourceFiles } from './source-files.ts'

/** The rules, functions and watchlists of the project and the workspace, with their files. */
export function rulesInForce(
  desired: readonly DesiredResource[],
  stored: Partial<StoredByType>,
  { rules }: SoundRules,
  { project }: ProjectContext,
  versions: Awaited<ReturnType<typeof fileVersions>>,
): readonly RuleInForce[] {
  const sourceOf = sourceFiles(rules, project)
  const states = kinds
    .filter(({ content }) => content !== undefined)
    .flatMap(kind => compareResources(kind, desired, stored[kind.type]))
  return states.map((state): RuleInForce => {
    const source = sourceOf(state)
    const isEnabled = enabledIn(state, stored)
    return {
      ...state,
      ...(source && { file: source.file, ...(versions && { version: versions(source.path) }) }),
      ...(isEnabled !== undefined && { isEnabled }),
      cites: source?.cites ?? [],
    }
  })
}

function enabledIn({ type, id }: ResourceState, stored: Partial<StoredByType>): boolean | undefined {
  const enabled = stored[type]?.get(id.toLowerCase())?.properties.enabled
  return typeof enabled === 'boolean' ? enabled : undefined
}
