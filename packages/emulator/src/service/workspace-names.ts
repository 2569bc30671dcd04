import type { StoredFunction } from '@tripline/kql/compile'
import {
  ghostItems,
  type StoredTable,
  savedSearches,
  tables,
  watchlistItems,
  watchlists,
} from '../state/collections.ts'
import type { ResourceStore, StoredResource } from '../state/resource-store.ts'
import type { WorkspaceNames } from '../state/workspace-logs.ts'
import { watchlistTable } from './watchlist-table.ts'
import { columnsOf } from './workspace-tables.ts'

/**
 * What queries can name in each workspace: what all have, and its own tables, functions and watchlists. As long as these stay
 * the same, so does the object, by which the compiler and the engine know what they have already loaded.
 */
export function workspaceNames(common: WorkspaceNames): (workspace: ResourceStore) => WorkspaceNames {
  const known = new WeakMap<ResourceStore, { readonly from: readonly unknown[]; readonly names: WorkspaceNames }>()
  return workspace => {
    const own = {
      functions: [...savedSearches(workspace).values()].filter(isFunction),
      tables: [...tables(workspace).values()].flatMap(({ schema }: StoredTable) => (schema ? [schema] : [])),
      watchlists: [...watchlists(workspace).values()],
    }
    const items = own.watchlists.map(({ name }) =>
      [watchlistItems(name), ghostItems(name)].flatMap(held => [...held(workspace).values()]),
    )
    const from = [...Object.values(own).flat(), ...items.flat()]
    const last = known.get(workspace)
    if (last && sameElements(last.from, from)) return last.names
    const { catalogue, functions = [], watchlists: lists = [] } = common
    const schemas = own.tables.map(schema => ({ name: schema.name, columns: columnsOf(schema) }))
    const names = {
      ...common,
      catalogue: schemas.length === 0 ? catalogue : catalogue.with(schemas),
      functions: ownOver(functions, own.functions.map(storedFunction), ({ name }) => name),
      watchlists: ownOver(
        lists,
        own.watchlists.map((watchlist, index) => watchlistTable(watchlist, items[index]!)),
        ({ alias }) => alias.toLowerCase(),
      ),
    }
    known.set(workspace, { from, names })
    return names
  }
}

const isFunction = ({ properties }: StoredResource): boolean => Boolean(properties.functionAlias)

function storedFunction({ properties }: StoredResource): StoredFunction {
  const { functionAlias, functionParameters = '', query } = properties as Record<string, string>
  return { name: functionAlias!, parameters: `(${functionParameters})`, body: query! }
}

/** What the workspace has, and what all have under other names. */
function ownOver<T>(common: readonly T[], own: readonly T[], nameOf: (one: T) => string): readonly T[] {
  const names = new Set(own.map(nameOf))
  return [...common.filter(one => !names.has(nameOf(one))), ...own]
}

const sameElements = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.length === others.length && some.every((one, index) => one === others[index])
