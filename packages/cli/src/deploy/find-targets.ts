import type { Diagnosed } from '@tripline/diagnostics'
import type { Target } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'
import { findTarget, type ProjectContext } from '../project/command-context.ts'
import { runningEmulator } from './connect-target.ts'

/** The options that choose workspaces. */
export interface Chosen {
  /** Names, separated by commas. */
  readonly workspace?: string | undefined
  readonly all: boolean
}

/** The targets of a command. */
export interface Targets {
  /** Whether one was named, so that the result is about it alone. */
  readonly isOne: boolean
  readonly targets: readonly Target[]
}

/** The targets that are named, or all; those of the emulator count as long as it runs. */
export function findTargets({ workspace, all }: Chosen, { project, root }: ProjectContext): Diagnosed<Targets> {
  if ((workspace === undefined) !== all) {
    return refused(all ? '--workspace and --all cannot be combined' : 'pass --workspace NAME or --all')
  }
  if (workspace === undefined) {
    const targets = project.targets.filter(
      target => target.kind === 'azure' || runningEmulator(root, target.name.span).value,
    )
    return targets.length > 0
      ? { value: { isOne: false, targets }, diagnostics: [] }
      : refused('tripline.yaml has no workspaces but those of the emulator, which is not running')
  }
  const names = [...new Set(workspace.split(',').map(name => name.trim()))]
  const found = names.map(name => findTarget(project, name))
  const diagnostics = found.flatMap(one => one.diagnostics)
  if (diagnostics.length > 0) return { diagnostics }
  return { value: { isOne: !workspace.includes(','), targets: found.flatMap(({ value }) => value ?? []) }, diagnostics }
}

const refused = (reason: string) => ({ diagnostics: [commandReport['option-conflict'](undefined, reason)] })
