import { diagnosticRow } from '@tripline/diagnostics'
import { listDetections } from '@tripline/project'
import { openProject } from '../project/command-context.ts'
import type { Finding } from './finding.ts'

/** A project as `tripline.yaml` describes it. Paths are relative to the current folder, or absolute, as the folder was. */
export interface Project {
  /** The folder containing `tripline.yaml`. */
  readonly root: string
  /** Rule files, sorted by path. */
  readonly rules: readonly string[]
  /** Test files, sorted by path. */
  readonly tests: readonly string[]
  /** Names of the workspaces that rules can be deployed to. */
  readonly workspaces: readonly string[]
}

/** A project, or what is wrong with `tripline.yaml` and the files that it names. */
export interface LoadedProject {
  readonly project?: Project
  readonly diagnostics: readonly Finding[]
}

/** Reads the project whose `tripline.yaml` is in `folder`. */
export async function loadProject(folder: string): Promise<LoadedProject> {
  const { value: context, diagnostics } = await openProject({ folder })
  if (!context) return { diagnostics: diagnostics.map(diagnosticRow) }
  const { root, project } = context
  const files = await listDetections(project.detections)
  const paths = (kind: 'rules' | 'tests') => (files.value?.[kind] ?? []).map(({ path }) => path)
  return {
    project: {
      root,
      rules: paths('rules'),
      tests: paths('tests'),
      workspaces: project.targets.map(({ name }) => name.value),
    },
    diagnostics: [...diagnostics, ...files.diagnostics].map(diagnosticRow),
  }
}
