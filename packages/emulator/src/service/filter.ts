import { recordOr } from '@tripline/diagnostics'
import type { StoredResource } from '../state/resource-store.ts'

/** One comparison of OData: `properties/parentId eq 'text'`; a quote in the text is doubled. */
const comparison = /^\s*properties\/([\w/]+)\s+(eq|ne)\s+'((?:[^']|'')*)'\s*$/

/** The resources that `$filter`, `$skip` and `$top` leave. Comparisons joined by `and` are all that the emulator evaluates. */
export function selectByFilter(
  all: readonly StoredResource[],
  query: URLSearchParams,
): readonly StoredResource[] | string {
  if (query.has('$orderby')) return 'The emulator does not evaluate $orderby.'
  let selected = all
  const filter = query.get('$filter') ?? ''
  for (const term of filter === '' ? [] : filter.split(/\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)/)) {
    const [, path, operator, text] = comparison.exec(term) ?? []
    if (path === undefined) return `The emulator does not evaluate the $filter term ${JSON.stringify(term)}.`
    const wanted = text!.replaceAll("''", "'")
    selected = selected.filter(one => (valueAt(one, path) === wanted) === (operator === 'eq'))
  }
  const [skip, top] = ['$skip', '$top'].map(name => query.get(name))
  for (const count of [skip, top]) if (count != null && !/^\d+$/.test(count)) return `Invalid count '${count}'.`
  const start = Number(skip ?? 0)
  return selected.slice(start, top == null ? undefined : start + Number(top))
}

const valueAt = ({ properties }: StoredResource, path: string): unknown =>
  path.split('/').reduce<unknown>((value, name) => recordOr(value)[name], properties)
