import type { Diagnosed, JsonValue } from '@tripline/diagnostics'
import type { HuntingQuery } from '../document/rule.ts'
import { compileReport } from './compile-report.ts'
import { type CompileSettings, compileRule, queryOf } from './compile-rule.ts'
import {
  type CompiledResource,
  type CompiledSearch,
  hashOf,
  searchApiVersion,
  type WorkspaceRule,
} from './compiled-resource.ts'

/** The category by which Sentinel's hunting page finds its queries among the saved searches of a workspace. */
export const huntingCategory = 'Hunting Queries'

/** Compiles a hunting query to a saved search; what Sentinel shows of it besides are tags. Absent without an id. */
export function compileSearch(rule: HuntingQuery, settings: CompileSettings): Diagnosed<CompiledSearch> {
  const { id, name } = rule
  if (!id) return { diagnostics: [compileReport['search-without-id'](rule.span)] }
  const { value: query, diagnostics } = queryOf(rule, settings)
  if (query === undefined) return { diagnostics }
  const properties = { category: huntingCategory, displayName: name.value, query, version: 2, tags: tagsOf(rule) }
  const value: CompiledSearch = {
    type: 'savedSearch',
    id: id.value,
    name: name.value,
    apiVersion: searchApiVersion,
    body: { etag: '*', properties },
    hash: hashOf({ properties }),
  }
  return { value, diagnostics: [...diagnostics, ...dropped(rule)] }
}

function tagsOf({ description, tactics, relevantTechniques }: HuntingQuery): readonly JsonValue[] {
  const tags = {
    description: description?.value ?? '',
    tactics: tactics.map(({ value }) => value).join(),
    techniques: relevantTechniques.map(({ value }) => value).join(),
  }
  return Object.entries(tags).flatMap(([name, value]) => (value === '' ? [] : [{ name, value }]))
}

const dropped = ({ entityMappings: [mapping], customDetails: [detail] }: HuntingQuery) => [
  ...(mapping ? [compileReport['search-drops'](mapping.entityType.span, 'entityMappings')] : []),
  ...(detail ? [compileReport['search-drops'](detail.key.span, 'customDetails')] : []),
]

/** Compiles a rule of a workspace: a hunting query to a saved search, the others to what runs. */
export const compileResource = (rule: WorkspaceRule, settings: CompileSettings): Diagnosed<CompiledResource> =>
  rule.kind === 'Hunting' ? compileSearch(rule, settings) : compileRule(rule, settings)
