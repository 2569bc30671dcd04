import type { JsonValue, SourceFile } from '@tripline/diagnostics'
import { type QueryRule, type Rule, ruleRank, settingsFor, withdrawnQuery } from '@tripline/rules'
import type { ImportedDocument } from '@tripline/rules/import'
import { mergeYaml } from '@tripline/yaml'
import type { Absorbed, Differing, Sources } from '../kind.ts'
import { documentOf } from './absorb-automation.ts'
import { rewritten, rootOf, unwritable } from './project-file.ts'

type Stored = Pick<Differing['stored'], 'kind' | 'properties'>

/** Writes a stored rule, or hunting query, into its file; whether it is enabled, into `tripline.yaml`. */
export function absorbRule({ wanted, stored, alike, sources }: Differing): Absorbed {
  const rule = sources.rules.find(({ id }) => id?.value.toLowerCase() === wanted.id.toLowerCase())
  if (!rule) return { reason: 'no file of the project has it' }
  if (stored.kind !== wanted.body.kind) {
    return { reason: `it is a ${stored.kind} rule, and that of ${rule.file.path} is of another kind` }
  }
  const [from, said] = [wanted.body, { ...stored, properties: alike }].map(one => documentOf(wanted.id, one))
  if (!from || !said) return { reason: 'a rule file cannot say what is stored' }
  const to = withOwnQuery(rule, said, sources)
  if (!to) {
    const reason = 'its query has been changed where it gets a value from tripline.yaml'
    return { reason: `${reason}; change the value there, or the query by hand` }
  }
  const text = mergeYaml(rule.file, from, endingAlike(from, to), ruleRank)
  if (text === undefined) return unwritable(rule.file)
  const project = enabling(wanted.id, wanted.body, stored, sources.project.file)
  if ('reason' in project) return project
  return { files: [...(text === rule.file.text ? [] : [{ ...rule.file, text }]), ...project.files] }
}

/** The document with the query as its file would have it, without the values of the workspace. */
function withOwnQuery(
  rule: Rule,
  document: ImportedDocument,
  { project, target, analyses }: Sources,
): ImportedDocument | undefined {
  const { parameters = {} } = settingsFor(rule, project, target, analyses).value ?? {}
  if (typeof document.query !== 'string' || Object.keys(parameters).length === 0) return document
  const query = withdrawnQuery(rule as QueryRule, document.query, { analyses, parameters })
  return query === undefined ? undefined : { ...document, query }
}

/** The service may drop the last line break of a text, which means nothing. */
const endingAlike = (from: ImportedDocument, to: ImportedDocument): ImportedDocument =>
  Object.fromEntries(
    Object.entries(to).map(([key, value]) => {
      const before = from[key]
      const isText = typeof value === 'string' && typeof before === 'string'
      return [key, isText ? value.replace(/\n+$/, '') + /\n*$/.exec(before)![0] : value] as const
    }),
  )

/** `tripline.yaml` with the rule among those that are disabled, if it is stored so. */
function enabling(id: string, wanted: Stored, stored: Stored, file: SourceFile): Absorbed {
  const isEnabled = ({ properties }: Stored) => properties.enabled !== false
  if (isEnabled(wanted) === isEnabled(stored)) return { files: [] }
  const { disabled = [], ...rest } = rootOf(file)
  const others = (disabled as readonly JsonValue[]).filter(one => String(one).toLowerCase() !== id.toLowerCase())
  const left = isEnabled(stored) ? others : [...others, id]
  return rewritten(file, left.length > 0 ? { ...rest, disabled: left } : rest)
}
