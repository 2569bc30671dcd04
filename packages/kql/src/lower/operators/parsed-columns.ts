import type { ColumnType } from '@tripline/schemas'
import { is, type Nodes, type SyntaxNode, scalarType, spanOf } from '../../frontend/syntax.ts'
import { calling, project, reference } from '../../plan/build.ts'
import { type Call, type Expression, literal } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { TextSpan } from '../../world/query-diagnostic.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { withOutputs } from './extend.ts'

/** A column that a parse operator declares. */
export interface ParsedColumn {
  readonly name: string
  readonly type: ColumnType
}

/** `name:type`, or a bare name, which means a string. */
export function parsedColumn(node: Nodes['NameAndTypeDeclaration'] | Nodes['NameDeclaration']): ParsedColumn {
  const name = is(node, 'NameAndTypeDeclaration') ? node.Name! : node
  const symbol = name.ReferencedSymbol as { readonly Type?: Parameters<typeof scalarType>[0] } | null
  const type = scalarType(symbol?.Type)
  return type ? { name: name.SimpleName!, type } : refuse(node, 'column-type-unknown')
}

/** The text that a parse operator reads; other types are converted as by `tostring` (semantics 15.4). */
export const textOfSubject = (subject: Expression, node: SyntaxNode): Expression =>
  subject.type === 'string'
    ? subject
    : { op: 'call', name: 'tostring', args: [subject], type: 'string', span: spanOf(node) }

const conversion: Readonly<Record<ColumnType, string>> = {
  bool: 'parsed_bool',
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

/** The values that a parse operator reads from a row: hidden columns below it, and expressions over them. */
export interface ParsedValues {
  readonly input: PlanNode
  readonly hidden: readonly PlanColumn[]
  readonly matched: Expression
  readonly value: (type: ColumnType, index: number) => Expression
}

/** The input with a hidden column in a node of its own, so that it is computed once however often it is read. */
export function withHidden(
  input: PlanNode,
  expression: Expression,
  span: TextSpan,
  lowering: Lowering,
): { readonly node: PlanNode; readonly column: PlanColumn } {
  const column: PlanColumn = { id: lowering.newId(), name: 'parsed', type: expression.type, hidden: true }
  const node = project(input, [{ id: column.id, expression }], [...input.columns, column], span)
  return { node, column }
}

/** Columns from a dynamic array of texts; a missing text yields null, or '' for a string. */
export function readingOfTexts(input: PlanNode, texts: Call, lowering: Lowering): ParsedValues {
  const { span } = texts
  const { node, column } = withHidden(input, texts, span, lowering)
  return {
    input: node,
    hidden: [column],
    matched: calling('isnotnull', [reference(column)], 'bool', span),
    value: (type, index) =>
      converted(calling('text_at', [reference(column), indexLiteral(index)], 'string', span), type),
  }
}

export const indexLiteral = (index: number): Expression => literal('long', BigInt(index))

/** A text converted to a column's type. */
export const converted = (text: Call, type: ColumnType): Expression =>
  type === 'string' ? text : calling(conversion[type], [text], type, text.span)

/** The input of a parse operator with the columns it fills; `matching`: rows that do not match are dropped. */
export function withParsedColumns(
  { input, hidden, matched, value }: ParsedValues,
  columns: readonly ParsedColumn[],
  lowering: Lowering,
  { matching, span }: { readonly matching: boolean; readonly span: TextSpan },
): PlanNode {
  const { columns: below, order, serialized } = input
  const kept: PlanNode = matching
    ? { op: 'filter', input, predicate: matched, columns: below, order, serialized, span }
    : input
  const outputs = columns.map(({ name, type }, index) => ({ name, type, expression: value(type, index) }))
  const extended = withOutputs(kept, outputs, span, lowering)
  return { ...extended, columns: extended.columns.filter(column => !hidden.some(({ id }) => id === column.id)) }
}
