import { is, type SyntaxElement } from '../frontend/syntax.ts'

/** A function's body is the same tree in all queries that call it alike. */
const known = new WeakMap<SyntaxElement, readonly SyntaxElement[]>()

/** The outermost nodes inside a node through which it may read tables: tabular expressions, and names of variables. */
export function readersIn(node: SyntaxElement, isTabular: (node: SyntaxElement) => boolean): readonly SyntaxElement[] {
  const readers = known.get(node) ?? [...find(node)]
  known.set(node, readers)
  return readers

  function* find(parent: SyntaxElement): Generator<SyntaxElement> {
    for (let index = 0; index < parent.ChildCount; index++) {
      const child = parent.GetChild(index)
      if (!child) continue
      if (isTabular(child) || isVariable(child)) yield child
      else if (!is(child, 'NameReference')) yield* find(child)
    }
  }
}

/** Whether a node is a name that a let or a parameter defines, as opposed to that of a column. */
const isVariable = (node: SyntaxElement): boolean =>
  is(node, 'NameReference') && !!node.ReferencedSymbol && 'Source' in node.ReferencedSymbol
