import { type ImportedDocument, importDocument } from '@tripline/rules/import'
import { mergeYaml } from '@tripline/yaml'
import type { Absorbed, Differing } from '../kind.ts'
import { unwritable } from './project-file.ts'

/** Writes a stored automation rule into its file. */
export function absorbAutomation({ wanted, stored, sources: { project } }: Differing): Absorbed {
  const own = project.automationRules.find(({ id }) => id.value.toLowerCase() === wanted.id.toLowerCase())
  if (!own) return { reason: 'no file of the project has it' }
  const { file } = own.id.span
  const [from, to] = [wanted.body, stored].map(one => documentOf(wanted.id, one))
  if (!from || !to) return { reason: 'the file of an automation rule cannot say what is stored' }
  const text = mergeYaml(file, from, to)
  return text === undefined ? unwritable(file) : { files: [{ ...file, text }] }
}

/** A resource as a file of its own says it. */
export function documentOf(
  id: string,
  { kind, properties }: Pick<Differing['stored'], 'kind' | 'properties'>,
): ImportedDocument | undefined {
  const resource = { id: `/subscriptions/-/${id}`, name: id, kind, properties }
  const { value } = importDocument({ path: 'stored.json', text: JSON.stringify(resource) })
  return value?.[0]?.document
}
