import { relative, resolve } from 'node:path'
import type { ResourceState } from '@tripline/deploy'
import type { Project } from '@tripline/project'
import type { Rule } from '@tripline/rules'

/** The file of a resource, and what it says for an auditor. */
export interface SourceOf {
  /** Absolute. */
  readonly path: string
  /** From the folder of the project, with `/`. */
  readonly file: string
  readonly cites: readonly string[]
}

/** Finds the files that the resources of a project come from. */
export function sourceFiles(rules: readonly Rule[], project: Project): (state: ResourceState) => SourceOf | undefined {
  const source = (path: string, cites: readonly string[] = []): SourceOf => ({
    path: resolve(path),
    file: relative(project.root, path).replaceAll('\\', '/'),
    cites,
  })
  const entries: (readonly [string, SourceOf])[] = [
    ...rules.map(
      ({ id, file, tripline }) =>
        [
          id?.value ?? '',
          source(
            file.path,
            tripline.hipaa.map(({ value }) => value),
          ),
        ] as const,
    ),
    ...project.functions.map(({ names: [name] }) => [name.value, source(name.span.file.path)] as const),
    ...project.automationRules.map(({ id }) => [id.value, source(id.span.file.path)] as const),
    ...project.watchlists.map(({ alias, file }) => [alias.value, source(file.value.path)] as const),
  ]
  const files = new Map(entries.map(([key, one]) => [key.toLowerCase(), one]))
  // A function may be stored under an id of its own.
  return ({ id, name, wanted }) =>
    wanted === undefined ? undefined : (files.get(id.toLowerCase()) ?? files.get(name.toLowerCase()))
}
