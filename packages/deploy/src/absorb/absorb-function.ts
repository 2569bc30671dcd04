import type { JsonValue } from '@tripline/diagnostics'
import { mergeYaml } from '@tripline/yaml'
import type { Absorbed, Differing } from '../kind.ts'
import { rewritten, rootOf, unwritable } from './project-file.ts'

/** Writes the body and the parameters of a stored function into its file, or into the KQL that `tripline.yaml` names. */
export function absorbFunction({ wanted, stored, sources: { project } }: Differing): Absorbed {
  const own = project.functions.find(({ names: [{ value }] }) => value === wanted.name)
  if (!own) return { reason: 'no file of the project has it' }
  const [{ span }] = own.names
  const { file } = own.body.span
  const body = bodyLike(own.body.value, String(stored.properties.query))
  const parameters = String(stored.properties.functionParameters ?? '').trim()
  const isChanged = parameters !== String(wanted.body.properties.functionParameters ?? '')
  if (file.path === span.file.path) {
    const to = { body, ...(isChanged && { parameters: `(${parameters})` }) }
    const text = mergeYaml(file, { body: own.body.value, ...(isChanged && { parameters: own.parameters.value }) }, to)
    return text === undefined ? unwritable(file) : { files: [{ ...file, text }] }
  }
  const kql = { ...file, text: body }
  if (!isChanged) return { files: [kql] }
  const root = rootOf(project.file)
  const functions = withParameters(root.functions!, wanted.name, `(${parameters})`)
  const written = rewritten(project.file, { ...root, functions })
  return 'reason' in written ? written : { files: [kql, ...written.files] }
}

/** The service may drop the last line break of a text, and change the others. */
const bodyLike = (before: string, stored: string): string =>
  stored.replace(/\r\n/g, '\n').replace(/\n+$/, '') + /\n*$/.exec(before)![0]

/** `functions` of `tripline.yaml` with other parameters of one. */
function withParameters(functions: JsonValue, name: string, parameters: string): JsonValue {
  if (Array.isArray(functions)) return functions.map(one => withParameters(one, name, parameters))
  if (functions === null || typeof functions !== 'object') return functions
  return Object.fromEntries(
    Object.entries(functions).map(([key, value]) => [key, key === name ? { ...(value as object), parameters } : value]),
  )
}
