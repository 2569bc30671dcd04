import { boundNames, type Expr, elementsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project } from '../../plan/build.ts'
import { constantOf } from '../../plan/expression.ts'
import { type PlanNode, visible } from '../../plan/node.ts'
import { parseJson } from '../../values/json.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'

/** project-by-names: the columns that constant names, arrays of names or patterns match, in that order (semantics 9.10). */
export function lowerProjectByNames(
  node: Nodes['ProjectByNamesOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const shown = visible(input)
  const specifiers = elementsOf(node.Expressions).flatMap(element => namesIn(element, environment, lowering))
  const columns = [...new Set(specifiers.flatMap(specifier => shown.filter(({ name }) => matches(specifier, name))))]
  if (columns.length === 0) refuse(node, 'no-columns')
  const bound = new Set(boundNames(node.ResultType))
  const same = bound.size === columns.length && [...bound].every((name, index) => name === columns[index]!.name)
  return same ? project(input, [], columns, spanOf(node)) : refuse(node, 'columns-unmatched', 'project-by-names')
}

function namesIn(element: Expr, environment: Environment, lowering: Lowering): readonly string[] {
  const expression = lowering.expression(element, { environment })
  const value = constantOf(expression)
  const names = typeof value === 'string' && expression.type === 'dynamic' ? [parseJson(value)].flat() : [value]
  return names.every(name => typeof name === 'string') ? names : refuse(element, 'column-names-constant')
}

/** `*` stands for any text, everything else for itself. */
function matches(specifier: string, name: string): boolean {
  const [first = '', ...others] = specifier.split('*')
  const last = others.pop()
  if (specifier === name || last === undefined) return specifier === name
  if (!name.startsWith(first)) return false
  let from = first.length
  for (const part of others) {
    const found = name.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return name.length - from >= last.length && name.endsWith(last)
}
