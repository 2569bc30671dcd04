/** Classes of the runtime are functions that have a kind. */
interface Type {
  readonly $kind?: string
  readonly $isArrayEnumerator?: boolean
}

type Members = Readonly<Record<string, unknown>>
type Method = (index: number) => unknown

/** The parts of the Bridge.NET runtime that are replaced. */
interface Runtime {
  readonly Bridge: {
    is(value: unknown, type: Type, ignoresTests?: boolean, allowsNull?: boolean): boolean
    isArray(value: unknown, type?: Type): boolean
    hasValue(value: unknown): boolean
    getProperty(value: Members | null | undefined, name: string): unknown
    getTypeAlias(type: Type): string
    getDefaultValue(type: Type): unknown
    ref(owner: object, name: unknown): object
    property(
      owner: object,
      name: string,
      value: Partial<PropertyDescriptor> | undefined,
      isStatic: boolean,
      type: unknown,
      isAlias?: boolean,
    ): PropertyDescriptor
  }
  readonly System: {
    readonly Array: {
      getCount(list: unknown, type?: Type): unknown
      getItem(list: unknown, index: number, type?: Type): unknown
    }
  }
}

/**
 * Makes functions of the runtime faster in which the binder spends a fifth of its time, because they find out again at every
 * call what is the same for all values of a class. To be called before the parser's own script, which uses them to define its
 * classes.
 */
export function speedUpRuntime(): void {
  const { Bridge, System } = globalThis as unknown as Runtime
  rememberTypes(Bridge)
  rememberMembers(Bridge, System.Array)
  storePlainly(Bridge)
}

const isArray = Array.isArray

/** Answers by type and the class of a value. */
function byType<Answer>(): (type: Type | undefined) => Map<unknown, Answer> {
  const all = new Map<Type | undefined, Map<unknown, Answer>>()
  return type => {
    const known = all.get(type)
    if (known) return known
    const made = new Map<unknown, Answer>()
    all.set(type, made)
    return made
  }
}

/** Whether a value is of a type depends on its class alone, unless the type has a test of its own. */
function rememberTypes(bridge: Runtime['Bridge']): void {
  const { is, isArray: isAnyArray, hasValue } = bridge
  const answersOf = byType<boolean>()
  bridge.is = (value, type, ignoresTests, allowsNull) => {
    if (value === null || value === undefined) return !!allowsNull
    if (typeof value !== 'object') return is(value, type, ignoresTests, allowsNull)
    const answers = answersOf(type)
    const known = answers.get(value.constructor)
    if (known !== undefined) return known
    const answer = is(value, type, ignoresTests, allowsNull)
    if (isOfClass(value) && !('$is' in type || '$literal' in type)) answers.set(value.constructor, answer)
    return answer
  }
  bridge.isArray = (value, type) => (!type && isArray(value)) || isAnyArray(value, type)
  bridge.hasValue = value =>
    value !== null && value !== undefined && ((!(value as Members).$boxed && !isArray(value)) || hasValue(value))
  bridge.getProperty = (value, name) => value![name]
}

function isOfClass(value: object): boolean {
  const { $kind, $isArrayEnumerator } = value.constructor as Type
  return $kind !== undefined && !$isArrayEnumerator && !('$boxed' in value)
}

/** Lists are read by members whose names may contain that of the elements' type. */
function rememberMembers(bridge: Runtime['Bridge'], array: Runtime['System']['Array']): void {
  const { getCount, getItem } = array
  const countsOf = byType<string>()
  const itemsOf = byType<string>()
  const typed = (kind: string, type: Type | undefined, member: string) =>
    type ? [`System$Collections$Generic$${kind}$1$${bridge.getTypeAlias(type)}$${member}`] : []

  array.getCount = (list, type) => {
    if (isArray(list)) return list.length
    const counts = countsOf(type)
    const known = counts.get((list as object).constructor)
    if (known !== undefined) {
      const count = (list as Members)[known]
      return typeof count === 'function' ? count.call(list) : count
    }
    const members = list as Members
    const methods = [...typed('ICollection', type, 'getCount'), 'System$Collections$ICollection$getCount']
    const properties = [...typed('ICollection', type, 'Count'), 'System$Collections$ICollection$Count', 'Count']
    const name =
      methods.find(one => typeof members[one] === 'function') ?? properties.find(one => members[one] !== undefined)
    if (name && isOfClass(members)) counts.set(members.constructor, name)
    return getCount(list, type)
  }

  array.getItem = (list, index, type) => {
    if (isArray(list) && type) return list[index]
    const items = itemsOf(type)
    const known = items.get((list as object).constructor)
    const members = list as Record<string, Method>
    if (known !== undefined) return members[known]!(index)
    // What the other methods return is boxed if the elements are numbers and the like.
    const isBoxed = type && (bridge.getDefaultValue(type) ?? null) !== null
    const others = isBoxed ? [] : ['get', 'getItem']
    const name = [...typed('IList', type, 'getItem'), ...others].find(one => typeof members[one] === 'function')
    if (name && isOfClass(members)) items.set(members.constructor, name)
    return getItem(list, index, type)
  }
}

/** A property without accessors is stored in the object itself, not in a second one. */
function storePlainly(bridge: Runtime['Bridge']): void {
  const { property, ref } = bridge
  bridge.property = (owner, name, value, isStatic, type, isAlias) => {
    if (isStatic || value?.get || value?.set) return property(owner, name, value, isStatic, type, isAlias)
    Object.defineProperty(owner, name, { value, writable: true, enumerable: !isAlias, configurable: true })
    return {
      enumerable: !isAlias,
      configurable: true,
      get(this: Record<string, unknown>) {
        return this[name]
      },
      set(this: Record<string, unknown>, to: unknown) {
        this[name] = to
      },
    }
  }
  bridge.ref = (owner, name) =>
    name === undefined || name === null || isArray(name) ? ref(owner, name) : new Reference(owner, name as string)
}

class Reference {
  readonly #owner: Record<string, unknown>
  readonly #name: string

  constructor(owner: object, name: string) {
    this.#owner = owner as Record<string, unknown>
    this.#name = name
  }

  get v(): unknown {
    return this.#owner[this.#name]
  }

  set v(value: unknown) {
    this.#owner[this.#name] = value
  }
}
