/// <reference types="@kusto/language-service-next" />

interface State {
  Cache: object | null
}

interface Cache {
  m_cache: Map<object, object> | null
}

interface Bindings {
  $initialize: (this: object) => void
}

type Class = (new () => Bindings) & { readonly prototype: Bindings }

/** Parts of `Kusto.Language` that its type declarations lack. */
interface Internals {
  readonly GlobalState: { readonly prototype: State & { WithCache(): State } }
  readonly KustoCache: {
    new (state: State): object
    readonly prototype: Cache &
      Bindings & {
        GetOrCreate(type: object): object
        GetOrCreate$1(type: object, create: () => object): object
        TryGetValue(type: object, found: { v: object | null }): boolean
      }
  }
  readonly Binding: Record<'GlobalBindingCache' | 'LocalBindingCache', Class>
}

/** The binder makes caches for each query, which most queries do not use. */
export function makeCachesLate(): void {
  const { Binding, GlobalState, KustoCache } = Kusto.Language as unknown as Internals
  deriveAtOnce(GlobalState, KustoCache)
  keepByClass(KustoCache)
  for (const cache of [Binding.GlobalBindingCache, Binding.LocalBindingCache]) initializeLate(cache)
}

/** A state that differs in its cache alone has everything else of the other one. */
function deriveAtOnce({ prototype }: Internals['GlobalState'], KustoCache: Internals['KustoCache']): void {
  prototype.WithCache = function (this: State) {
    if (this.Cache) return this
    const state: State = Object.assign(Object.create(prototype), this)
    state.Cache = new KustoCache(this)
    return state
  }
}

/** A cache is a dictionary with a class as the key, hashed and compared by several calls, for a single entry. */
function keepByClass({ prototype }: Internals['KustoCache']): void {
  prototype.$initialize = nothing
  prototype.GetOrCreate$1 = function (this: Cache, type, create) {
    this.m_cache ??= new Map()
    const known = this.m_cache.get(type) ?? create()
    this.m_cache.set(type, known)
    return known
  }
  prototype.GetOrCreate = function (type) {
    return this.GetOrCreate$1(type, () => new (type as new () => object)())
  }
  prototype.TryGetValue = function (this: Cache, type, found) {
    found.v = this.m_cache?.get(type) ?? null
    return found.v !== null
  }
}

/** The members are initialized when one is first read. */
function initializeLate(type: Class): void {
  const { prototype } = type
  const { $initialize } = prototype
  const { $init: _, ...members } = new type() as Bindings & { readonly $init: unknown }
  for (const name of Object.keys(members))
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(this: Record<string, unknown>) {
        $initialize.call(this)
        return this[name]
      },
      set(this: object, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true })
      },
    })
  prototype.$initialize = nothing
}

function nothing(): void {}
