/// <reference types="@kusto/language-service-next" />
import { Language, Symbols } from './parser.ts'
import { type Expr, elementsOf, type Nodes } from './syntax.ts'
import { isFuzzy, isUnresolved } from './unresolved.ts'

/** Parts of `Kusto.Language.Binding` that its type declarations lack. */
interface BinderInternals {
  readonly Binder: {
    GetResultType$1: (node: Expr) => unknown
    readonly NodeBinder: { readonly prototype: { VisitUnionOperator: (node: Nodes['UnionOperator']) => unknown } }
  }
}

let corrected: unknown

/**
 * Makes the binder leave out what the engine leaves out: the legs of a fuzzy union that start from a missing table. It would
 * keep their columns, whose types it does not know. The union stays open, because such a leg may exist in another workspace.
 */
export function leaveOutLegs(): void {
  if (corrected === Language) return
  corrected = Language
  const { Binder } = (Kusto.Language as unknown as { readonly Binding: BinderInternals }).Binding
  const { prototype } = Binder.NodeBinder
  const { VisitUnionOperator } = prototype
  const { GetResultType$1 } = Binder
  const nothing = new Symbols.TableSymbol.$ctor4('', []).WithIsOpen(true)
  let missing: ReadonlySet<Expr> = new Set()
  Binder.GetResultType$1 = node => (missing.has(node) ? nothing : GetResultType$1.call(Binder, node))
  prototype.VisitUnionOperator = function (node) {
    missing = new Set(isFuzzy(node) ? elementsOf<Expr>(node.Expressions).filter(isUnresolved) : [])
    try {
      return VisitUnionOperator.call(this, node)
    } finally {
      missing = new Set()
    }
  }
}
