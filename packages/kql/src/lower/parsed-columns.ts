import type { ColumnType } from '@tripline/schemas'
import { is, type Nodes, type SyntaxNode, scalarType, spanOf } from '../frontend/syntax.ts'
import { type Call, type Expression, literal } from '../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../plan/node.ts'
import { withOutputs } from './extend.ts'
import { type Lowering, project, reference } from './lowering.ts'
import { refuse } from './refusal.ts'

/** A column that a parse operator declares. */
export interface ParsedColumn {
  readonly name: string
  readonly type: ColumnType
}

/** `name:type`, or a bare name, which is a string. */
export function parsedColumn(node: Nodes['NameAndTypeDeclaration'] | Nodes['NameDeclaration']): ParsedColumn {
  const name = is(node, 'NameAndTypeDeclaration') ? node.Name! : node
  const symbol = name.ReferencedSymbol as { readonly Type?: Parameters<typeof scalarType>[0] } | null
  const type = scalarType(symbol?.Type)
  return type ? { name: name.SimpleName!, type } : refuse(node, 'this column', 'its type is not known')
}

/** The text a parse operator reads: other types as `tostring` writes them (semantics 15.4). */
export const textOfSubject = (subject: Expression, node: SyntaxNode): Expression =>
  subject.type === 'string'
    ? subject
    : { op: 'call', name: 'tostring', args: [subject], type: 'string', span: spanOf(node) }

const conversion: Readonly<Record<ColumnType, string>> = {
  bool: 'tobool',
  int: 'toint',
  long: 'tolong',
  real: 'toreal',
  decimal: 'todecimal',
  string: 'tostring',
  datetime: 'todatetime',
  timespan: 'totimespan',
  guid: 'toguid',
  dynamic: 'todynamic',
}

/**
 * The input with `texts`, a dynamic array of texts, as typed columns; a text that is missing leaves null, '' in a string.
 * The array is computed once, in a layer of its own. `matching`: rows without an array are dropped.
 */
export function withParsedColumns(
  input: PlanNode,
  texts: Call,
  columns: readonly ParsedColumn[],
  lowering: Lowering,
  { matching }: { readonly matching: boolean },
): PlanNode {
  const { span } = texts
  const array: PlanColumn = { id: lowering.newId(), name: 'texts', type: 'dynamic', hidden: true }
  const parsed = project(input, [{ id: array.id, expression: texts }], [...input.columns, array], span)
  const call = (name: string, args: readonly Expression[], type: ColumnType): Call => ({
    op: 'call',
    name,
    args,
    type,
    span,
  })
  const kept: PlanNode = matching
    ? { ...parsed, op: 'filter', input: parsed, predicate: call('isnotnull', [reference(array)], 'bool') }
    : parsed
  const outputs = columns.map(({ name, type }, index) => {
    const text = call('text_at', [reference(array), literal('long', BigInt(index))], 'string')
    return { name, type, expression: type === 'string' ? text : call(conversion[type], [text], type) }
  })
  const extended = withOutputs(kept, outputs, span, lowering)
  return { ...extended, columns: extended.columns.filter(column => column.id !== array.id) }
}
