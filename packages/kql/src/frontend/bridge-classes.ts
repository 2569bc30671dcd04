/** Classes of the runtime are functions that have a kind. */
export interface Type {
  readonly $kind?: string
  readonly $isInterface?: boolean
  readonly prototype?: Prototype
}

interface Prototype {
  $initialize?: (this: Instance) => void
  $initMembers?: (this: Instance) => void
}

interface Instance extends Prototype {
  $init?: object
}

/** What a class is defined by. */
export interface Scheme {
  readonly ctors?: Record<string, Member>
  readonly methods?: Record<string, Member>
  readonly config?: object
  readonly $config?: object
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
  initializePlainly(root.prototype!, _initialize, true)
  bridge.define = function (name, scopeOrScheme, scheme, generic) {
    const replaced = generic && replacements.get(generic.fn)
    if (replaced) replaceMembers(scopeOrScheme as Scheme, replaced(...generic.args))
    const own = (typeof scheme === 'object' ? scheme : scopeOrScheme) as Scheme | undefined
    const inherits = !(own?.ctors?.init || own?.config || own?.$config)
    const type = define.call(this, name, scopeOrScheme, scheme, generic)
    if (type.prototype) initializePlainly(type.prototype, _initialize, inherits)
    return type
  }
}

function replaceMembers(scheme: Scheme, { ctors, methods }: Scheme): void {
  Object.assign(scheme.ctors!, ctors)
  Object.assign(scheme.methods!, methods)
}

/**
 * Objects are marked as initialized by an object of their own, because the runtime's classes store properties in it. Those that
 * are defined from now on do not: unless they inherit from one that does, a mark is needed only where members are initialized.
 * `inherits`: the class initializes none but those of its ancestors, for which each class has a function that calls the next.
 */
function initializePlainly(prototype: Prototype, original: Prototype['$initialize'], inherits: boolean): void {
  const ancestor = Object.getPrototypeOf(prototype) as Prototype
  if (prototype.$initialize !== original || ancestor.$initialize === original || '$staticInit' in prototype) return
  if (inherits) delete prototype.$initMembers
  prototype.$initialize = prototype.$initMembers ? initializeMembers : nothing
}

function nothing(): void {}

const initialized = {}

function initializeMembers(this: Instance): void {
  if (this.$init) return
  this.$init = initialized
  this.$initMembers!()
}
