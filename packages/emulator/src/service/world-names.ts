import type { StoredFunction } from '@tripline/kql/compile'
import { savedSearches } from '../state/collections.ts'
import type { WorkspaceNames } from '../state/log-store.ts'
import type { StoredResource, World } from '../state/world.ts'

/**
 * What queries can name in each workspace: what all have, and its own functions. As long as these stay the same, so does the
 * object, by which the compiler and the engine know what they have already loaded.
 */
export function worldNames(common: WorkspaceNames): (world: World) => WorkspaceNames {
  const known = new WeakMap<World, { readonly from: readonly unknown[]; readonly names: WorkspaceNames }>()
  return world => {
    const from = [...savedSearches(world).values()].filter(isFunction)
    const last = known.get(world)
    if (last && sameElements(last.from, from)) return last.names
    const names = from.length === 0 ? common : { ...common, functions: withOwn(common, from.map(storedFunction)) }
    known.set(world, { from, names })
    return names
  }
}

const isFunction = ({ properties }: StoredResource): boolean => Boolean(properties.functionAlias)

function storedFunction({ properties }: StoredResource): StoredFunction {
  const { functionAlias, functionParameters = '', query } = properties as Record<string, string>
  return { name: functionAlias!, parameters: `(${functionParameters})`, body: query! }
}

/** A function of the workspace hides the common one of its name. */
const withOwn = ({ functions = [] }: WorkspaceNames, own: readonly StoredFunction[]): readonly StoredFunction[] => {
  const names = new Set(own.map(({ name }) => name))
  return [...functions.filter(({ name }) => !names.has(name)), ...own]
}

const sameElements = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.length === others.length && some.every((one, index) => one === others[index])
