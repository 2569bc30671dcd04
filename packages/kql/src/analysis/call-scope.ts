import { type Named, sourceOf } from '../frontend/definition.ts'
import type { ExpandedCall } from '../frontend/expansion.ts'
import { parametersOfCall } from '../frontend/parameter-symbols.ts'
import { type Expr, elementsOf, is, type KustoSymbol, type Nodes, type SyntaxNode } from '../frontend/syntax.ts'

/** What the parameters of called functions stand for. Calls that look alike to the binder share one body, so it cannot say. */
export type CallScope = ReadonlyMap<KustoSymbol, Definition>

/** An expression, and the scope of the names in it. */
interface Definition {
  readonly expression: SyntaxNode
  readonly scope: CallScope
}

/** What a let, or the argument of the call whose body is read, defines a variable as. */
export function definitionOf(node: Nodes['NameReference'], scope: CallScope): Definition | undefined {
  const symbol = node.ReferencedSymbol
  const expression = sourceOf(symbol)
  return (symbol && scope.get(symbol)) ?? (expression && expression !== node ? { expression, scope } : undefined)
}

/** The scope of a called function's body. */
export function scopeOfCall(call: Named, { parameters }: ExpandedCall, scope: CallScope): CallScope {
  const names = parametersOfCall(call)
  const list = elementsOf<Expr>('ArgumentList' in call ? call.ArgumentList?.Expressions : undefined)
  const piped = pipedInto(call)
  const given = [...(piped ? [piped] : []), ...list].flatMap((argument, index) => {
    const isNamed = argument !== piped && is(argument, 'SimpleNamedExpression')
    const name = isNamed ? argument.Name!.SimpleName! : names[index]
    const expression = isNamed ? argument.Expression! : argument
    return (parameters.get(name ?? '') ?? []).map(symbol => [symbol, { expression, scope }] as const)
  })
  return given.length > 0 ? new Map([...scope, ...given]) : scope
}

/** The rows before `invoke`, which are the first argument of its function. */
function pipedInto({ Parent: parent }: Named): Expr | undefined {
  const pipe = is(parent, 'InvokeOperator') ? parent.Parent : undefined
  return is(pipe, 'PipeExpression') ? pipe.Expression! : undefined
}
