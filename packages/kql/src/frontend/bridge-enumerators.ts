import type { Type } from './bridge-classes.ts'

type Members = Record<string, unknown>
type Method = () => unknown

interface ArrayEnumerator {
  array: readonly unknown[]
  index: number
}

/** The part of the runtime that enumerates. */
export interface Enumeration {
  getEnumerator(value: unknown, ...nameOrType: readonly unknown[]): unknown
  getTypeAlias(type: Type): string
  readonly ArrayEnumerator: { readonly prototype: ArrayEnumerator & { readonly getCurrent: Method } }
}

/** How values are enumerated as elements of a type. */
interface Enumerated {
  readonly method: string
  readonly OfArray: new (array: readonly unknown[]) => ArrayEnumerator
}

/**
 * Values are enumerated by methods whose names contain the type of the elements. The runtime composes the name for every
 * enumeration, and adds such methods to every enumerator of an array. Here a type has its name, and a class of enumerators.
 */
export function speedUpEnumerators(bridge: Enumeration): void {
  const { getEnumerator } = bridge
  const all = new Map<Type, Enumerated>()
  const enumeratedAs = (type: Type): Enumerated => {
    const known = all.get(type) ?? enumerated(type, bridge)
    all.set(type, known)
    return known
  }
  bridge.getEnumerator = (value, ...nameOrType) => {
    const [type] = nameOrType
    if (nameOrType.length !== 1 || typeof type !== 'function' || typeof value !== 'object' || value === null)
      return getEnumerator(value, ...nameOrType)
    const { method, OfArray } = enumeratedAs(type as Type)
    if (Array.isArray(value)) return new OfArray(value)
    const own = (value as Members)[method]
    return typeof own === 'function' ? own.call(value) : getEnumerator(value, type)
  }
}

function enumerated(type: Type, { ArrayEnumerator, getTypeAlias }: Enumeration): Enumerated {
  const alias = getTypeAlias(type)
  const generic = 'System$Collections$Generic$IEnumerator$1$'
  const { getCurrent } = ArrayEnumerator.prototype
  const current = { get: getCurrent, enumerable: true }
  const OfArray = function (this: ArrayEnumerator, array: readonly unknown[]) {
    this.array = array
    this.index = -1
  } as unknown as Enumerated['OfArray']
  OfArray.prototype = Object.create(ArrayEnumerator.prototype, {
    [`${generic}${alias}$getCurrent$1`]: { value: getCurrent },
    [`${generic}getCurrent$1`]: { value: getCurrent },
    [`${generic}${alias}$Current$1`]: current,
    [`${generic}Current$1`]: current,
  })
  return { method: `System$Collections$Generic$IEnumerable$1$${alias}$GetEnumerator`, OfArray }
}
