/// <reference types="@kusto/language-service-next" />
import { fileProfile } from '../world/file-profile.ts'
import { Language, Symbols, toArray } from './parser.ts'
import { type CallBinder, shareBodies } from './shared-bodies.ts'
import { type Expr, elementsOf, is, isTable, type KustoSymbol, type Nodes } from './syntax.ts'
import { isFuzzy, isUnresolved } from './unresolved.ts'

interface SemanticInfo {
  ResultType: KustoSymbol | null
}

interface TreeBinder {
  readonly _binder: { readonly RowScopeOrEmpty: KustoSymbol; _implicitArgumentType: KustoSymbol | null }
  BindNode(node: Expr): void
}

/** Parts of `Kusto.Language.Binding.Binder` that its type declarations lack. */
interface Binder extends CallBinder {
  readonly TreeBinder: {
    readonly prototype: { VisitInvokeOperator: (this: TreeBinder, node: Nodes['InvokeOperator']) => void }
  }
  GetResultType$1: (node: Expr) => unknown
  readonly NodeBinder: {
    readonly prototype: {
      VisitUnionOperator: (node: Nodes['UnionOperator']) => unknown
      ParseVisitCommon: (...args: unknown[]) => SemanticInfo
    }
  }
}

let corrected: unknown

/** Corrects the columns of the loaded binder's results where the engine has others, and lets it bind functions once. */
export function correctBinder(): void {
  if (corrected === Language) return
  corrected = Language
  const { Binder } = (Kusto.Language as unknown as { readonly Binding: { readonly Binder: Binder } }).Binding
  leaveOutLegs(Binder)
  replaceColumns(Binder)
  seeColumns(Binder)
  shareBodies(Binder)
}

/** The function of advanced hunting takes a column of the rows before the pipe, which no other invoked function can see. */
function seeColumns({ TreeBinder: { prototype } }: Binder): void {
  const { VisitInvokeOperator } = prototype
  prototype.VisitInvokeOperator = function (node) {
    const call = node.Function
    if (!is(call, 'FunctionCallExpression') || call.Name?.SimpleName !== fileProfile) {
      return VisitInvokeOperator.call(this, node)
    }
    this._binder._implicitArgumentType = this._binder.RowScopeOrEmpty
    try {
      call.Accept$1(this as never)
    } finally {
      this._binder._implicitArgumentType = null
    }
    this.BindNode(node)
  }
}

/**
 * The legs of a fuzzy union that start from a missing table are left out (semantics 11.11). The binder would keep their columns,
 * whose types it does not know. The union stays open, because such a leg may exist in another workspace.
 */
function leaveOutLegs(binder: Binder): void {
  const { prototype } = binder.NodeBinder
  const { VisitUnionOperator } = prototype
  const { GetResultType$1 } = binder
  const nothing = new Symbols.TableSymbol.$ctor4('', []).WithIsOpen(true)
  let missing: ReadonlySet<Expr> = new Set()
  binder.GetResultType$1 = node => (missing.has(node) ? nothing : GetResultType$1.call(binder, node))
  prototype.VisitUnionOperator = function (node) {
    missing = new Set(isFuzzy(node) ? elementsOf<Expr>(node.Expressions).filter(isUnresolved) : [])
    try {
      return VisitUnionOperator.call(this, node)
    } finally {
      missing = new Set()
    }
  }
}

/** A column that parse extracts replaces one of that name (semantics 15.4). The binder would list both. */
function replaceColumns({ NodeBinder: { prototype } }: Binder): void {
  const { ParseVisitCommon } = prototype
  prototype.ParseVisitCommon = function (...args) {
    const info = ParseVisitCommon.apply(this, args)
    const { ResultType } = info
    if (!isTable(ResultType)) return info
    const columns = toArray<Kusto.Language.Symbols.ColumnSymbol>(ResultType.Columns)
    const byName = new Map(columns.map(column => [column.Name, column]))
    if (byName.size < columns.length) info.ResultType = ResultType.WithColumns([...byName.values()] as never)
    return info
  }
}
