import { join } from 'node:path'
import { type Diagnosed, startOf } from '@tripline/diagnostics'
import { inside } from '@tripline/files'
import { missingNames } from '@tripline/kql/compile'
import { listDetections } from '@tripline/project'
import { functionQuery, profileOf, scaffoldFiles } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { findRules, readRule } from '../project/find-rules.ts'
import { missingOf, pathsOf, writeNew } from '../write/write-new.ts'
import { writeWhole } from '../write/write-whole.ts'

/**
 * Writes files for what the rules of `paths`, or of the whole project, and its functions name and the project lacks. Existing files
 * stay as they are, but `tripline.yaml` names the new ones. Returns the paths of what was written.
 */
export async function scaffold(
  paths: readonly string[],
  context: ProjectContext,
): Promise<Diagnosed<readonly string[]>> {
  const { project, root, world } = context
  const found = paths.length > 0 ? await findRules(paths, context) : { value: project.detections, diagnostics: [] }
  const listed = found.value ? await listDetections(found.value) : { diagnostics: found.diagnostics }
  if (!listed.value) return { diagnostics: listed.diagnostics }
  const rules = await Promise.all(listed.value.rules.map(readRule))
  const queries = rules.flatMap(({ draft }) =>
    draft && 'query' in draft && draft.query && profileOf(draft) !== 'xdr' ? [draft.query.value] : [],
  )
  const bodies = project.functions.map(one => functionQuery(one).value)
  const made = scaffoldFiles(missingNames([...bodies, ...queries], world), project)
  const texts = new Map(Array.from(made.files, ([path, text]) => [inside(root, join(root, path)), text]))
  const files = missingOf(texts)
  const refused = await writeNew(files)
  if (refused.length > 0) return { diagnostics: refused }
  if (!('settings' in made)) return { value: pathsOf(files), diagnostics: [] }
  const { path } = project.file
  if (made.settings === undefined) {
    return { value: pathsOf(files), diagnostics: [commandReport['settings-unwritable'](startOf(project.file), path)] }
  }
  return { value: [...pathsOf(files), path], diagnostics: await writeWhole(inside(root, path), made.settings) }
}
