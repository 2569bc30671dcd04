import type { ColumnType } from '@tripline/schemas'
import { type Expr, isTable, type Nodes, nodeName, scalarType, spanOf, textOf } from '../../frontend/syntax.ts'
import { convertible } from '../../functions/conversion/convert.ts'
import { functionRow } from '../../functions/registry.ts'
import type { ArgumentKind, FunctionRow } from '../../functions/row.ts'
import { constantOf, type Expression, literal } from '../../plan/expression.ts'
import { realOfText } from '../../values/number-text.ts'
import { ordered } from '../carry-columns.ts'
import type { Lowering } from '../lowering.ts'
import { refuse, refuseWith } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { inlineFunction, returnedValue } from './inline-function.ts'
import { ofKind } from './of-kind.ts'
import { refuseUnsettled } from './refuse-unsettled.ts'
import { lowerRowAggregate, rowAggregates } from './row-aggregate.ts'
import { argumentsOf, specialCall } from './special-call.ts'
import { lowerWindow } from './window-call.ts'

type CallNode = Nodes['FunctionCallExpression']

export function lowerCall(node: CallNode, scope: Scope, lowering: Lowering): Expression {
  const ofPattern = scope.pattern?.call(node)
  if (ofPattern) return ofPattern
  const name = node.Name!.SimpleName!
  const known = specialCall(name)
  if (known) return known(node, scope, lowering)
  if (isTable(node.ResultType)) return refuse(node, 'call-of-table', name)
  const inlined = inlineFunction(node, scope, lowering)
  if (inlined) return returnedValue(node, inlined, scope, lowering)
  if (scope.grouped && rowAggregates.has(name)) {
    const { value, outputsOf } = lowerRowAggregate(node, scope, lowering)
    return outputsOf(value)[0]!
  }
  const row =
    (scope.grouped && functionRow(name, 'aggregate')) || functionRow(name, 'scalar') || functionRow(name, 'window')
  if (!row) return refuse(node.Name!, 'function-unsupported', name)
  if (row.kind === 'refused') return refuseWith(node.Name!, row.reason(name))
  const { grouped: _, ...ungrouped } = scope
  const inner = row.kind === 'aggregate' ? ungrouped : scope
  const args = argumentsOf(node).map(argument => lowerArgument(argument, inner, lowering))
  const folded = constantReal(name, args)
  if (folded) return folded
  const bound = scalarType(node.ResultType) ?? firstOfTuple(node)
  const result = row.kind === 'scalar' || row.kind === 'udf' ? row.result : undefined
  const type = (typeof result === 'function' ? result(args) : result) ?? bound
  return build(row, name, args, type, node, scope, lowering)
}

/** `todouble("inf")` is also a constant. */
function constantReal(name: string, [arg]: readonly Expression[]): Expression | undefined {
  const text = name === 'todouble' || name === 'toreal' ? constantOf(arg) : undefined
  const value = typeof text === 'string' && arg!.type === 'string' ? realOfText(text) : null
  return value === null ? undefined : literal('real', value)
}

function build(
  row: Exclude<FunctionRow, { kind: 'refused' }>,
  name: string,
  given: readonly Expression[],
  type: ColumnType,
  node: CallNode,
  scope: Scope,
  lowering: Lowering,
): Expression {
  const span = spanOf(node)
  checkArguments(row, name, given, type, node)
  const args = ofOneType(row, name, given, type, node)
  if (row.kind === 'aggregate') {
    return { op: 'aggregate', name, args, type, order: row.ordered ? ordered(scope.input) : [], span }
  }
  if (row.kind !== 'window') return { op: 'call', name, args, type, span }
  return lowerWindow({ name, args, type }, node, scope, lowering)
}

/** A dynamic among alternatives of another type stays what it is, so it must be of that type (semantics 1.11). */
function ofOneType(
  row: Exclude<FunctionRow, { kind: 'refused' }>,
  name: string,
  args: readonly Expression[],
  type: ColumnType,
  node: CallNode,
): readonly Expression[] {
  const { alternatives } = row.kind === 'scalar' ? row : {}
  if (!alternatives || type === 'string') return args
  return args.map((arg, index) => {
    const isAlternative = arg.type === 'dynamic' && alternatives(index, args.length)
    return isAlternative ? ofKind(arg, type, `${name}() of type ${type} with`, node) : arg
  })
}

/** Refuses or rejects arguments that the row does not accept. */
export function checkArguments(
  row: Exclude<FunctionRow, { kind: 'refused' }>,
  name: string,
  args: readonly Expression[],
  type: ColumnType,
  node: Expr,
): void {
  const construct = nodeName(node) === 'FunctionCallExpression' ? `${name}()` : `the operator ${name}`
  const reason = 'refuses' in row ? row.refuses?.(args) : undefined
  if (reason) refuseWith(node, reason(construct))
  refuseUnsettled(row, construct, args, node)
  if (row.kind === 'udf' && !row.udf.rest && args.length > row.udf.parameters.length)
    refuse(node, 'argument-count', construct, args.length)
  const kinds: readonly ArgumentKind[] =
    row.kind === 'udf' ? [...row.udf.parameters, ...(row.udf.rest ? [row.udf.rest] : [])] : row.args
  args.forEach((arg, index) => {
    const kind = kinds[Math.min(index, kinds.length - 1)] ?? 'any'
    const wanted = kind === 'result' ? type : kind
    if (wanted === 'any' || arg.type === 'struct') return
    if (!convertible(arg.type, wanted)) refuse(node, 'argument-type', construct, index + 1, arg.type, wanted)
  })
}

/** A type name (`typeof(long)`) is passed as its text. */
function lowerArgument(argument: Expr, scope: Scope, lowering: Lowering): Expression {
  if (nodeName(argument) !== 'TypeOfLiteralExpression') return lowering.expression(argument, scope)
  return literal('string', /\(\s*(\w+)\s*\)/.exec(textOf(argument))?.[1] ?? 'string')
}

/** A multi-column function used as a value returns its first column (semantics 9.3). */
function firstOfTuple(node: CallNode): ColumnType {
  const first = (
    node.ResultType as { Columns?: { getItem(index: number): { Type: Parameters<typeof scalarType>[0] } } } | null
  )?.Columns?.getItem(0)
  return scalarType(first?.Type) ?? refuse(node, 'result-type-unknown', textOf(node))
}
