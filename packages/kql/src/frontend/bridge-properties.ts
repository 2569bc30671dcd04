/** The part of the runtime that defines properties, and refers to them. */
export interface Properties {
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

/** A property without accessors is stored in the object itself, not in a second one. */
export function storePlainly(bridge: Properties): void {
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
    name === undefined || name === null || Array.isArray(name) ? ref(owner, name) : new Reference(owner, name as string)
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
