/// <reference types="@kusto/language-service-next" />
interface List<T> {
  readonly Count: number
  getItem(index: number): T
  add(item: T): void
}

/** The parent of a root is its tree. */
interface Located {
  readonly _parentOrTree: Located | null
  /** The tree that this one is a part of. */
  readonly Original?: unknown
}

type Class = new () => object
type Signature = Kusto.Language.Symbols.Signature

interface Binder {
  GetCreateFunctionCommandName: (location: Located) => unknown
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

interface Table {
  readonly Columns: List<{ readonly Name: string }>
  lazyColumnMap: object | null
}

interface Checkers {
  CheckArgumentNullOrElementNull: (type: unknown, list: unknown, name: string) => unknown
}

/** Parts of `Kusto.Language` that its type declarations lack. */
interface Internals {
  readonly Binding: { readonly Binder: Binder }
  readonly Symbols: { readonly OperatorSymbol: Class; readonly TableSymbol: { readonly prototype: Table } }
  readonly Utils: { readonly ArgumentCheckers: Checkers }
  readonly Syntax: Record<'CustomNode' | 'SimpleNamedExpression' | 'StarExpression', Class>
}

/** Does without what the loaded binder does in vain or again. */
export function takeBinderShortcuts(): void {
  const internals = Kusto.Language as unknown as Internals
  leaveCommandsOut(internals)
  rememberOverloads(internals)
  indexPlainly(internals)
}

/** For every name, the binder looks for the command around it that creates a function. A query is in none. */
function leaveCommandsOut({ Binding: { Binder }, Syntax }: Internals): void {
  const { GetCreateFunctionCommandName } = Binder
  const { CustomNode } = Syntax
  Binder.GetCreateFunctionCommandName = location => {
    let at = location
    for (; at._parentOrTree; at = at._parentOrTree)
      if (at._parentOrTree instanceof CustomNode) return GetCreateFunctionCommandName(location)
    return at.Original ? GetCreateFunctionCommandName(location) : null
  }
}

/** Matching overloads by the types of the left and of the right operand. */
type Overloads = WeakMap<object, WeakMap<object, readonly Signature[]>>

/** Which overloads of a binary operator match depends on the types of the operands alone. */
function rememberOverloads({ Binding: { Binder }, Symbols: { OperatorSymbol }, Syntax }: Internals): void {
  const { prototype } = Binder
  const { GetBestMatchingSignatures } = prototype
  const { SimpleNamedExpression, StarExpression } = Syntax
  const isPlain = (operand: object) => !(operand instanceof SimpleNamedExpression || operand instanceof StarExpression)
  /** By all overloads of an operator. */
  const ofAny = new WeakMap<object, Overloads>()
  const ofBoth = new WeakMap<object, Overloads>()

  prototype.GetBestMatchingSignatures = function (signatures, args, types, found, matchesBoth = false) {
    const isBinary = types.Count === 2 && found.Count === 0 && isPlain(args.getItem(0)) && isPlain(args.getItem(1))
    const operators = matchesBoth ? ofBoth : ofAny
    const known = isBinary && operators.get(signatures)?.get(types.getItem(0))?.get(types.getItem(1))
    if (known) {
      for (const one of known) found.add(one)
      return
    }
    GetBestMatchingSignatures.call(this, signatures, args, types, found, matchesBoth)
    if (!isBinary || found.Count === 0 || !((found.getItem(0).Symbol as object) instanceof OperatorSymbol)) return
    const overloads: Overloads = operators.get(signatures) ?? new WeakMap()
    const byRight = overloads.get(types.getItem(0)) ?? new WeakMap<object, readonly Signature[]>()
    operators.set(signatures, overloads.set(types.getItem(0), byRight))
    byRight.set(
      types.getItem(1),
      Array.from({ length: found.Count }, (_, index) => found.getItem(index)),
    )
  }
}

/**
 * Each operator has a table of its own, which is verified and indexed column by column, though most have the very list of columns
 * that another has. Such lists do not change.
 */
function indexPlainly({ Symbols, Utils: { ArgumentCheckers } }: Internals): void {
  const { CheckArgumentNullOrElementNull } = ArgumentCheckers
  ArgumentCheckers.CheckArgumentNullOrElementNull = (type, list, name) =>
    list || CheckArgumentNullOrElementNull(type, list, name)
  const indexes = new WeakMap<Table['Columns'], ColumnsByName>()
  const indexOf = (columns: Table['Columns']): ColumnsByName => {
    const known = indexes.get(columns) ?? new ColumnsByName(columns)
    indexes.set(columns, known)
    return known
  }
  Object.defineProperty(Symbols.TableSymbol.prototype, 'ColumnMap', {
    enumerable: true,
    configurable: true,
    get(this: Table) {
      this.lazyColumnMap ??= indexOf(this.Columns)
      return this.lazyColumnMap
    },
  })
}

/** The part of a dictionary that tables use; the first column of a name counts. */
class ColumnsByName {
  readonly #columns = new Map<string, unknown>()

  constructor(columns: Table['Columns']) {
    for (let index = 0; index < columns.Count; index++) {
      const column = columns.getItem(index)
      if (!this.#columns.has(column.Name)) this.#columns.set(column.Name, column)
    }
  }

  tryGetValue(name: string, found: { v: unknown }): boolean {
    found.v = this.#columns.get(name) ?? null
    return found.v !== null
  }
}
