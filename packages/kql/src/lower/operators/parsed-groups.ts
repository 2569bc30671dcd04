import type { NativeParse } from '../../functions/parsing/native-parse.ts'
import type { ParsePattern } from '../../functions/parsing/parse-pattern.ts'
import { calling, reference } from '../../plan/build.ts'
import { type Expression, type Groups, literal } from '../../plan/expression.ts'
import type { PlanNode } from '../../plan/node.ts'
import type { TextSpan } from '../../world/query-diagnostic.ts'
import type { Lowering } from '../lowering.ts'
import { converted, indexLiteral, type ParsedValues, withHidden } from './parsed-columns.ts'

/** Columns from the groups of one regular expression; texts that it may miss are scanned (semantics 15.2). */
export function readingOfGroups(
  input: PlanNode,
  subject: Expression,
  { regex, groups, sought, marker }: NativeParse,
  pattern: ParsePattern,
  span: TextSpan,
  lowering: Lowering,
): ParsedValues {
  const source = subject.op === 'column' ? undefined : withHidden(input, subject, span, lowering)
  const text = source ? reference(source.column) : (subject as Expression & { op: 'column' })
  const found: Groups = { op: 'groups', of: text, regex, count: Math.max(0, ...groups), sought, type: 'struct' }
  const match = withHidden(source?.node ?? input, found, span, lowering)
  const hidden = [...(source ? [source.column] : []), match.column]
  const group = (index: number): readonly [Expression, Expression] => [
    reference(match.column),
    indexLiteral(groups[index]!),
  ]
  if (marker === undefined) {
    return {
      input: match.node,
      hidden,
      matched: calling('parse_matches', [text, literal('string', regex)], 'bool', span),
      value: (type, index) => converted(calling('group_at', group(index), 'string', span), type),
    }
  }
  const rest = calling(
    'parse_rest',
    [...group(marker), text, literal('string', JSON.stringify(pattern))],
    'dynamic',
    span,
  )
  const walk = withHidden(match.node, rest, span, lowering)
  const texts = reference(walk.column)
  return {
    input: walk.node,
    hidden: [...hidden, walk.column],
    matched: calling(
      'or',
      [
        calling('isnotempty', [calling('group_at', group(marker), 'string', span)], 'bool', span),
        calling('isnotnull', [texts], 'bool', span),
      ],
      'bool',
      span,
    ),
    value: (type, index) => calling('group_or_text_at', [...group(index), texts, indexLiteral(index)], type, span),
  }
}
