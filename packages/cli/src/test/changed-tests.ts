import { join, resolve } from 'node:path'
import type { Diagnosed } from '@tripline/diagnostics'
import { type FilePath, pathWithin } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import { changedFiles } from '../git/changed-files.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { inputDigest } from './kept/input-digest.ts'
import { suiteInputs } from './kept/suite-inputs.ts'

/**
 * The test files of which something differs from a Git revision: themselves, their rule, a recorded log, or a function, watchlist or
 * file for externaldata that the query mentions. `tripline.yaml` and the schemas of tables are of concern to all.
 */
export async function changedTests(
  files: readonly FilePath[],
  { root, project, world }: ProjectContext,
  revision: string,
): Promise<Diagnosed<readonly FilePath[]>> {
  const changed = await changedFiles(root, revision)
  if (!changed) return { diagnostics: [commandReport['revision-unknown'](undefined, revision)] }
  const isChanged = (path: string) => changed.has(resolve(path))
  const schemas = resolve(join(root, 'schemas'))
  if (isChanged(project.file.path) || [...changed].some(path => pathWithin(schemas, path) !== undefined)) {
    return { value: files, diagnostics: [] }
  }
  const { watchlists, externalData } = project
  const surroundings = { root, timeout: 0, catalogue: world.catalogue, watchlists, externalData }
  const changedBodies = new Set(
    project.functions.flatMap(({ names, body }) =>
      isChanged(body.span.file.path) ? names.map(({ value }) => value) : [],
    ),
  )
  // What a case reads is what makes its digest differ, if only what has changed is given other contents.
  const marked = world.functions.map(one => (changedBodies.has(one.name) ? { ...one, body: `${one.body}\n//` } : one))
  const before = inputDigest({ ...surroundings, functions: world.functions }, ({ path }) => path)
  const after = inputDigest({ ...surroundings, functions: marked }, ({ path }) =>
    isChanged(path) ? `${path} changed` : path,
  )
  const affected = await Promise.all(
    files.map(async file => {
      if (isChanged(file.path)) return true
      const inputs = await suiteInputs(file, root)
      return !inputs || inputs.cases.some(one => before(inputs, one) !== after(inputs, one))
    }),
  )
  return { value: files.filter((_, index) => affected[index]), diagnostics: [] }
}
