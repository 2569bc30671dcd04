/** Classes of the runtime are functions that have a kind. */
export interface Type {
  readonly $kind?: string
  readonly prototype?: Prototype
}

interface Prototype {
  $initialize?: (this: Instance) => void
  readonly $initMembers?: (this: Instance) => void
}

interface Instance extends Prototype {
  $init?: object
}

/** What a class is defined by. */
export interface Scheme {
  readonly ctors?: Record<string, Member>
  readonly methods?: Record<string, Member>
}

// biome-ignore lint/suspicious/noExplicitAny: members of classes that another language defines
export type Member = (this: any, ...args: any[]) => unknown

/** The part of the runtime that defines classes. */
export interface Definitions {
  define(
    this: unknown,
    name: string,
    scopeOrScheme: unknown,
    scheme?: unknown,
    generic?: { readonly fn: unknown; readonly args: readonly Type[] },
  ): Type
  readonly Class: { readonly _initialize: (this: Instance) => void }
}

/** What replaces members of a class that is made for these types. */
export type Replacement = (...types: Type[]) => Scheme

/** Makes the creation of objects faster, and replaces members of some generic classes. */
export function speedUpClasses(bridge: Definitions, root: Type, replacements: ReadonlyMap<unknown, Replacement>): void {
  const { define } = bridge
  const { _initialize } = bridge.Class
  initializePlainly(root.prototype!, _initialize)
  bridge.define = function (name, scopeOrScheme, scheme, generic) {
    const replaced = generic && replacements.get(generic.fn)
    if (replaced) replaceMembers(scopeOrScheme as Scheme, replaced(...generic.args))
    const type = define.call(this, name, scopeOrScheme, scheme, generic)
    if (type.prototype) initializePlainly(type.prototype, _initialize)
    return type
  }
}

function replaceMembers(scheme: Scheme, { ctors, methods }: Scheme): void {
  Object.assign(scheme.ctors!, ctors)
  Object.assign(scheme.methods!, methods)
}

/** What objects are marked with that have been initialized. */
const initialized = {}

/**
 * An object is marked as initialized by an object of its own, because properties without accessors are stored in it. Those of
 * classes that are defined from now on are not, so they may share one, if it is not stored in by members of their ancestors.
 */
function initializePlainly(prototype: Prototype, original: Prototype['$initialize']): void {
  const inherited = (Object.getPrototypeOf(prototype) as Prototype | null)?.$initialize
  if (prototype.$initialize !== original || inherited === original || '$staticInit' in prototype) return
  prototype.$initialize = prototype.$initMembers ? initializeMembers : mark
}

function mark(this: Instance): void {
  if (!this.$init) this.$init = initialized
}

function initializeMembers(this: Instance): void {
  if (this.$init) return
  this.$init = initialized
  this.$initMembers!()
}
