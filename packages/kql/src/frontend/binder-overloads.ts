/// <reference types="@kusto/language-service-next" />

export interface List<T> {
  readonly Count: number
  getItem(index: number): T
  add(item: T): void
}

type Class = new () => object
type Signature = Kusto.Language.Symbols.Signature

interface Operators {
  readonly Operators: object
  GetOperator(kind: number): object | null
}

/** Parts of `Kusto.Language` that its type declarations lack. */
interface Internals {
  readonly Binding: {
    readonly Binder: {
      readonly prototype: {
        GetBestMatchingSignatures: (
          this: object,
          signatures: object,
          args: List<object>,
          types: List<object>,
          found: List<Signature>,
          matchesAll?: boolean,
        ) => void
      }
    }
  }
  readonly GlobalState: { readonly prototype: Operators }
  readonly Symbols: { readonly OperatorSymbol: Class }
  readonly Syntax: Record<'SimpleNamedExpression' | 'StarExpression', Class>
}

/** Matching overloads by the types of the first operand and of the others, and by the number of operands. */
type Overloads = WeakMap<object, WeakMap<object, Map<number, readonly Signature[]>>>

/** Which overloads of an operator match depends on the types and the number of the operands alone. `in` has many of one type. */
export function rememberOverloads(): void {
  const { Binding, Symbols, Syntax } = Kusto.Language as unknown as Internals
  const { prototype } = Binding.Binder
  const { GetBestMatchingSignatures } = prototype
  const { OperatorSymbol } = Symbols
  const { SimpleNamedExpression, StarExpression } = Syntax
  const isPlain = (operand: object) => !(operand instanceof SimpleNamedExpression || operand instanceof StarExpression)
  const areAlike = (args: List<object>, types: List<object>): boolean => {
    if (types.Count < 2 || args.Count !== types.Count) return false
    for (let index = 0; index < types.Count; index++)
      if (!isPlain(args.getItem(index)) || (index > 1 && types.getItem(index) !== types.getItem(1))) return false
    return true
  }
  /** By all overloads of an operator. */
  const ofAny = new WeakMap<object, Overloads>()
  const ofAll = new WeakMap<object, Overloads>()

  prototype.GetBestMatchingSignatures = function (signatures, args, types, found, matchesAll = false) {
    const isKept = found.Count === 0 && areAlike(args, types)
    const operators = matchesAll ? ofAll : ofAny
    const known = isKept && operators.get(signatures)?.get(types.getItem(0))?.get(types.getItem(1))?.get(types.Count)
    if (known) {
      for (const one of known) found.add(one)
      return
    }
    GetBestMatchingSignatures.call(this, signatures, args, types, found, matchesAll)
    if (!isKept || found.Count === 0 || !((found.getItem(0).Symbol as object) instanceof OperatorSymbol)) return
    const overloads: Overloads = operators.get(signatures) ?? new WeakMap()
    const byOthers = overloads.get(types.getItem(0)) ?? new WeakMap<object, Map<number, readonly Signature[]>>()
    const byCount = byOthers.get(types.getItem(1)) ?? new Map<number, readonly Signature[]>()
    operators.set(signatures, overloads.set(types.getItem(0), byOthers.set(types.getItem(1), byCount)))
    byCount.set(
      types.Count,
      Array.from({ length: found.Count }, (_, index) => found.getItem(index)),
    )
  }
}

/** The kind of an operator is a number, which the binder boxes, hashes and compares as an object. */
export function findOperatorsAtOnce(): void {
  const { prototype } = (Kusto.Language as unknown as Internals).GlobalState
  const { GetOperator } = prototype
  const all = new WeakMap<object, Map<number, object | null>>()
  prototype.GetOperator = function (this: Operators, kind) {
    const operators = all.get(this.Operators) ?? new Map<number, object | null>()
    const known = operators.get(kind)
    if (known !== undefined) return known
    const found = GetOperator.call(this, kind)
    all.set(this.Operators, operators.set(kind, found))
    return found
  }
}
