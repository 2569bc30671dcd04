/// <reference types="@kusto/language-service-next" />

type Globals = Kusto.Language.GlobalState

/** Parts of `Kusto.Language` that its type declarations lack: what the binder remembers, by symbol. */
interface Binding {
  readonly GlobalBindingCache: new () => object
}
interface Cache {
  GetOrCreate$1(type: unknown, create: () => object): object
}

/** The binder never forgets what it has bound, a few kilobytes for each query. */
const mostShares = 500

let bindings: object | undefined
let shares = 0

/** Discards what a discarded parser has bound. */
export function dropBindings(): void {
  bindings = undefined
}

/** A state with what the binder has bound for others: a function's body is bound once for all that share its symbol. */
export function withSharedBindings(globals: Globals): Globals {
  const { GlobalBindingCache } = (Kusto.Language as unknown as { readonly Binding: Binding }).Binding
  const shared = bindings && shares % mostShares > 0 ? bindings : new GlobalBindingCache()
  bindings = shared
  shares++
  const state = globals.WithCache()!
  const cache = state.Cache as unknown as Cache
  cache.GetOrCreate$1(GlobalBindingCache, () => shared)
  return state
}
