import { isError } from '@tripline/diagnostics'
import type { YamlMapping } from '@tripline/yaml'
import { huntingCategory } from '../compile/compile-resource.ts'
import { type RuleKind, ruleKinds } from '../document/rule.ts'
import { type Dialect, textAt } from './dialect.ts'
import { propertiesOf, typeOf } from './find-resources.ts'
import type { Imported, Importer, Report } from './imported.ts'
import { stemOf } from './name-files.ts'
import { type FoundRule, ruleDocument } from './rule-document.ts'

/** The types of what a rule is in a workspace or in a template of content. */
const types = /\/(?:alertrules|alertruletemplates|savedsearches)$/

/** A rule or hunting query as the REST interface has it. */
export const importRule: Importer = (resource, around) => {
  const { dialect } = around
  const type = typeOf(resource, dialect)
  if (type !== undefined && !types.test(type)) return undefined
  const { body, properties } = propertiesOf(resource) ?? {}
  const kind = body && properties && kindOf(body, properties, dialect)
  if (!kind) return undefined
  return report => convertRule({ kind, resource, properties, ...around }, report)
}

/** A rule as its file says it; undefined where something in it is not known. */
export function convertRule(found: FoundRule, report: Report): Imported | undefined {
  let isUsable = true
  const document = ruleDocument(found, one => {
    isUsable &&= !isError(one)
    report(one)
  })
  if (!isUsable) return undefined
  const name = String(document.name ?? document.id ?? document.kind)
  return { kind: 'rule', key: String(document.id ?? name), stem: stemOf(name), document, span: found.resource.span }
}

function kindOf(body: YamlMapping, properties: YamlMapping, dialect: Dialect): RuleKind | undefined {
  const written = textAt(body, 'kind', dialect)
  const isHunting = textAt(properties, 'category', dialect)?.toLowerCase() === huntingCategory.toLowerCase()
  return ruleKinds.find(kind => (kind === 'Hunting' ? isHunting : kind === written))
}
