/// <reference types="@kusto/language-service-next" />
import { makeCachesLate } from './binder-caches.ts'
import { findOperatorsAtOnce, type List, rememberOverloads } from './binder-overloads.ts'
import { poolPlainly } from './binder-pools.ts'

/** The parent of a root is its tree. */
interface Located {
  readonly _parentOrTree: Located | null
  /** The tree that this one is a part of. */
  readonly Original?: unknown
}

type Class = new () => object

interface Binder {
  readonly TreeBinder: { readonly prototype: { VisitChildren(this: object, node: Node | null): void } }
  GetCreateFunctionCommandName: (location: Located) => unknown
  readonly prototype: { SetSemanticInfo(this: Setter, node: object | null, info: unknown): void }
}

interface Setter {
  readonly _semanticInfoSetter: (node: object, info: unknown) => void
}

interface Table {
  readonly Columns: List<{ readonly Name: string }>
  lazyColumnMap: object | null
}

interface Node {
  readonly ChildCount: number
  GetChild(index: number): object | null
  Accept$1(visitor: object): void
}

interface Checkers {
  CheckArgumentNullOrElementNull: (type: unknown, list: unknown, name: string) => unknown
}

/** Parts of `Kusto.Language` that its type declarations lack. */
interface Internals {
  readonly Binding: { readonly Binder: Binder }
  readonly Symbols: { readonly TableSymbol: { readonly prototype: Table } }
  readonly Utils: { readonly ArgumentCheckers: Checkers }
  readonly Syntax: { readonly CustomNode: Class; readonly SyntaxNode: new () => Node }
}

/** Does without what the loaded binder does in vain or again. */
export function takeBinderShortcuts(): void {
  const internals = Kusto.Language as unknown as Internals
  leaveCommandsOut(internals)
  findOperatorsAtOnce()
  rememberOverloads()
  indexPlainly(internals)
  visitPlainly(internals)
  poolPlainly()
  makeCachesLate()
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

/** Of the children of a node, the binder visits those that are nodes. */
function visitPlainly({ Binding: { Binder }, Syntax: { SyntaxNode } }: Internals): void {
  Binder.TreeBinder.prototype.VisitChildren = function (node) {
    if (!node) return
    const count = node.ChildCount
    for (let index = 0; index < count; index++) {
      const child = node.GetChild(index)
      if (child instanceof SyntaxNode) child.Accept$1(this)
    }
  }
  Binder.prototype.SetSemanticInfo = function (node, info) {
    if (node) this._semanticInfoSetter(node, info)
  }
}
