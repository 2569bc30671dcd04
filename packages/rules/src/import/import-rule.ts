import { isError } from '@tripline/diagnostics'
import type { YamlMapping } from '@tripline/yaml'
import { huntingCategory } from '../compile/compile-search.ts'
import { type RuleKind, ruleKinds } from '../document/rule.ts'
import { type Dialect, textAt } from './dialect.ts'
import { propertiesOf, typeOf } from './find-resources.ts'
import { type Importer, stemOf } from './imported.ts'
import { ruleDocument } from './rule-document.ts'

/** The types of what a rule is in a workspace or in a template of content. */
const types = /\/(?:alertrules|alertruletemplates|savedsearches)$/

/** A rule or hunting query as the REST interface has it. */
export const importRule: Importer = (resource, { dialect, contentId }) => {
  const type = typeOf(resource, dialect)
  if (type !== undefined && !types.test(type)) return undefined
  const { body, properties } = propertiesOf(resource) ?? {}
  const kind = body && properties && kindOf(body, properties, dialect)
  if (!kind) return undefined
  return report => {
    let isUsable = true
    const found = { kind, resource, properties, dialect, ...(contentId !== undefined && { contentId }) }
    const document = ruleDocument(found, one => {
      isUsable &&= !isError(one)
      report(one)
    })
    if (!isUsable) return undefined
    const name = String(document.name ?? document.id ?? document.kind)
    return { kind: 'rule', key: String(document.id ?? name), stem: stemOf(name), document, span: resource.span }
  }
}

function kindOf(body: YamlMapping, properties: YamlMapping, dialect: Dialect): RuleKind | undefined {
  const written = textAt(body, 'kind', dialect)
  const isHunting = textAt(properties, 'category', dialect)?.toLowerCase() === huntingCategory.toLowerCase()
  return ruleKinds.find(kind => (kind === 'Hunting' ? isHunting : kind === written))
}
