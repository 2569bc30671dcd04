import type { Definitions, Type } from './bridge-classes.ts'

/** A generic class: a function from types to a class. */
type Generic = ((...types: Type[]) => Type) & { readonly $typeArgumentCount?: number }

/** A namespace, or a class that contains others. */
type Scope = Record<string, unknown>

/**
 * The runtime looks through all classes that were made of a generic one at every use of one. Those of these namespaces, and those
 * that are defined from now on, find theirs at once.
 */
export function speedUpGenerics(bridge: Pick<Definitions, 'define'>, namespaces: readonly Scope[]): void {
  for (const scope of namespaces) for (const name of Object.keys(scope)) replaceIn(scope, name)
  const { define } = bridge
  bridge.define = function (name, ...definition) {
    const type = define.call(this, name, ...definition)
    if (isGeneric(type)) replaceNamed(name)
    return type
  }
}

function replaceNamed(name: string): void {
  const path = name.split('.')
  const last = path.pop()!
  replaceIn(
    path.reduce((scope, part) => scope[part] as Scope, globalThis as unknown as Scope),
    last,
  )
}

const isGeneric = (value: unknown): value is Generic =>
  typeof value === 'function' && Object.hasOwn(value, '$isGenericTypeDefinition')

/** What the namespace has instead inherits all other members of the generic class. */
function replaceIn(scope: Scope, name: string): void {
  // Other classes are properties with accessors, which initialize them.
  const generic: unknown = Object.getOwnPropertyDescriptor(scope, name)?.value
  if (!isGeneric(generic)) return
  for (const nested of Object.keys(generic)) replaceIn(generic as unknown as Scope, nested)
  const faster = generic.$typeArgumentCount === 1 ? remembered(generic) : rememberedPairs(generic)
  if (generic.$typeArgumentCount! <= 2) scope[name] = Object.setPrototypeOf(faster, generic)
}

function remembered(make: (type: Type) => Type): Generic {
  const known = new Map<Type, Type>()
  return type => {
    const found = known.get(type!)
    if (found) return found
    const made = make(type!)
    known.set(type!, made)
    return made
  }
}

function rememberedPairs(make: (first: Type, second: Type) => Type): Generic {
  const known = new Map<Type, Generic>()
  return (first, second) => {
    const found = known.get(first!) ?? remembered(other => make(first!, other))
    known.set(first!, found)
    return found(second!)
  }
}
