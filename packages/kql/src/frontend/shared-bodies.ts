/// <reference types="@kusto/language-service-next" />
import { functionBody } from './function-body.ts'
import { type StoredSymbol, storedOf } from './function-symbols.ts'
import { Symbols, toArray } from './parser.ts'
import { hasPlainParameters } from './plain-parameters.ts'
import type { SyntaxNode } from './syntax.ts'

type Signature = Kusto.Language.Symbols.Signature
type Parameter = Kusto.Language.Symbols.Parameter
type Variable = Kusto.Language.Symbols.VariableSymbol & { readonly Source: Kusto.Language.Syntax.Expression | null }

interface List<T> {
  readonly Count: number
  getItem(index: number): T
  removeAt(index: number): void
}

/** Parts of `Kusto.Language.Binding.Binder` that its type declarations lack. */
export interface CallBinder {
  GetUnboundBody: (signature: Signature) => SyntaxNode | null
  readonly prototype: {
    /** Lists what a call's constant arguments are, and their parameters: calls of the same constants share a bound body. */
    TryGetCallSiteParametersAndValues: (
      signature: Signature,
      args: unknown,
      parameters: List<Parameter>,
      values: List<unknown>,
    ) => boolean
    GetCallSiteArgumentsAsVariables: (signature: Signature, args: unknown, types: unknown) => unknown
  }
}

/**
 * The binder binds a function's body again for each set of constants that it is called with. Here it binds that of a stored
 * function once, with variables instead, if the values of its parameters make no difference to it. A body is parsed once.
 */
export function shareBodies(binder: CallBinder): void {
  const { prototype, GetUnboundBody } = binder
  const { TryGetCallSiteParametersAndValues, GetCallSiteArgumentsAsVariables } = prototype
  const plain = new WeakMap<StoredSymbol, boolean>()

  const isPlain = (known: StoredSymbol): boolean => {
    const settled = plain.get(known)
    if (settled !== undefined) return settled
    // A function that calls itself is an error elsewhere.
    plain.set(known, false)
    const [signature] = toArray<Signature>(known.symbol.Signatures)
    const body = functionBody(known.stored) as unknown as SyntaxNode
    const names = scalarsOf(signature).map(({ Name }) => Name!)
    const isPlainCallee = (name: string): boolean | undefined => {
      const callee = known.reached().find(({ stored }) => stored.name === name)
      return callee && isPlain(callee)
    }
    const answer = hasPlainParameters(body, names, isPlainCallee)
    plain.set(known, answer)
    return answer
  }

  const isShared = ({ Symbol: symbol }: Signature): boolean => {
    const known = storedOf(symbol)
    return known !== undefined && isPlain(known)
  }

  binder.GetUnboundBody = signature => {
    const known = storedOf(signature.Symbol)
    return known ? functionBody(known.stored).Clone$1() : GetUnboundBody(signature)
  }

  prototype.TryGetCallSiteParametersAndValues = function (signature, args, parameters, values) {
    const isKnown = TryGetCallSiteParametersAndValues.call(this, signature, args, parameters, values)
    if (!isKnown || !isShared(signature)) return isKnown
    const given = givenParameters(signature, args)
    for (let index = parameters.Count - 1; index >= 0; index--) {
      const parameter = parameters.getItem(index)
      if (!parameter.IsScalar || !given.has(parameter)) continue
      parameters.removeAt(index)
      values.removeAt(index)
    }
    return isKnown
  }

  prototype.GetCallSiteArgumentsAsVariables = function (signature, args, types) {
    const variables = GetCallSiteArgumentsAsVariables.call(this, signature, args, types)
    if (!isShared(signature)) return variables
    const scalars = new Set(scalarsOf(signature).map(({ Name }) => Name))
    return toArray<Variable>(variables).map(one =>
      one.Source && scalars.has(one.Name)
        ? new Symbols.VariableSymbol(one.Name, one.Type, false, null as never, one.Source as never)
        : one,
    )
  }
}

const scalarsOf = (signature: Signature | undefined): readonly Parameter[] =>
  toArray<Parameter>(signature?.Parameters).filter(({ IsScalar }) => IsScalar)

/** The parameters that a call has arguments for. */
function givenParameters(signature: Signature, args: unknown): ReadonlySet<Parameter> {
  const { List$1: list } = (System as unknown as Bridge).Collections.Generic
  const found = new (list(Symbols.Parameter).ctor)()
  ;(signature as unknown as { GetArgumentParameters$2(args: unknown, found: unknown): void }).GetArgumentParameters$2(
    args,
    found,
  )
  return new Set(toArray<Parameter>(found))
}

interface Bridge {
  readonly Collections: {
    readonly Generic: { readonly List$1: (type: unknown) => { readonly ctor: new () => unknown } }
  }
}
