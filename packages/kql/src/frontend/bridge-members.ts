import type { Type } from './bridge-classes.ts'
import { ByType, isOfClass } from './bridge-types.ts'

type Members = Readonly<Record<string, unknown>>
type Method = (index: number) => unknown

/** The part of the runtime that reads lists. */
export interface Lists {
  getCount(list: unknown, type?: Type): unknown
  getItem(list: unknown, index: number, type?: Type): unknown
}

/** What it needs of the rest. */
export interface Names {
  getTypeAlias(type: Type): string
  getDefaultValue(type: Type): unknown
}

const isArray = Array.isArray

/** Lists are read by members whose names may contain that of the elements' type. */
export function rememberMembers(bridge: Names, array: Lists): void {
  const { getCount, getItem } = array
  const counts = new ByType<string>()
  const items = new ByType<string>()
  const typed = (kind: string, type: Type | undefined, member: string) =>
    type ? [`System$Collections$Generic$${kind}$1$${bridge.getTypeAlias(type)}$${member}`] : []

  array.getCount = (list, type) => {
    if (isArray(list)) return list.length
    const known = counts.get(type)?.get((list as object).constructor)
    if (known !== undefined) {
      const count = (list as Members)[known]
      return typeof count === 'function' ? count.call(list) : count
    }
    const members = list as Members
    const methods = [...typed('ICollection', type, 'getCount'), 'System$Collections$ICollection$getCount']
    const properties = [...typed('ICollection', type, 'Count'), 'System$Collections$ICollection$Count', 'Count']
    const name =
      methods.find(one => typeof members[one] === 'function') ?? properties.find(one => members[one] !== undefined)
    if (name && isOfClass(members)) counts.remember(type, members.constructor, name)
    return getCount(list, type)
  }

  array.getItem = (list, index, type) => {
    if (isArray(list) && type) return list[index]
    const known = items.get(type)?.get((list as object).constructor)
    const members = list as Record<string, Method>
    if (known !== undefined) return members[known]!(index)
    // What the other methods return is boxed if the elements are numbers and the like.
    const isBoxed = type && (bridge.getDefaultValue(type) ?? null) !== null
    const others = isBoxed ? [] : ['get', 'getItem']
    const name = [...typed('IList', type, 'getItem'), ...others].find(one => typeof members[one] === 'function')
    if (name && isOfClass(members)) items.remember(type, members.constructor, name)
    return getItem(list, index, type)
  }
}
