import { is, type Nodes, type SyntaxNode, textOf } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import { fileProfile } from '../../world/file-profile.ts'
import type { Environment } from '../environment.ts'
import { inlineFunction, returnedTable } from '../expressions/inline-function.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { lowerFileProfile } from './file-profile.ts'

/**
 * invoke: the input is the function's first argument, which the caller has bound to the node before the pipe (semantics 17.6).
 */
export function lowerInvoke(
  node: Nodes['InvokeOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const call = node.Function
  const pipe = node.Parent as SyntaxNode
  const piped = is(pipe, 'PipeExpression') ? environment.get(pipe.Expression) : undefined
  const inlined = is(call, 'FunctionCallExpression')
    ? inlineFunction(call, { environment }, lowering, piped)
    : undefined
  if (inlined) return returnedTable(node, inlined, lowering)
  if (is(call, 'FunctionCallExpression') && call.Name!.SimpleName === fileProfile) {
    return lowerFileProfile(call, input, environment, lowering)
  }
  return refuse(node, 'invoked-function', textOf(node))
}
