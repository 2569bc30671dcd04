import type { Expression } from '../plan/expression.ts'
import type { Filter, PlanNode } from '../plan/node.ts'
import type { Cell } from '../world/dataset.ts'
import { caseVariant } from './case-variant.ts'
import { alternatives, cellData, cellWords } from './cell-words.ts'
import { type ConditionReferences, referencesOf } from './condition-references.ts'
import { expectedBy, shortfall, valueName } from './condition-words.ts'
import { isEmptyCell, type Loss, lossOf, type RowValues } from './emptied-value.ts'
import { type ExplainContext, keyword, type PlanFacts, words } from './explain-context.ts'
import { type Operand, operandOf, operandsIn } from './operands.ts'
import type { QueryCause, SilenceKind } from './rows-explained.ts'
import { isReadable, sampledRows } from './sampled-rows.ts'
import { type Segment, segmentAt } from './segment.ts'

/** Why a condition drops the rows that would otherwise pass; `repaired` changes a plan so that these pass. */
export async function conditionCause(
  condition: Expression,
  node: Filter,
  repaired: (plan: PlanNode) => PlanNode,
  context: ExplainContext,
  facts: PlanFacts,
): Promise<QueryCause> {
  const segment = segmentAt(node, context.plan)
  const references = referencesOf(condition, segment, context, facts)
  const subject = subjectOf(operandOf(condition, segment))
  const readable = operandsIn(subject).filter(({ expression }) => isReadable(expression, segment.available))
  const variant = caseVariant(condition)
  const asked = [...readable.map(({ expression }) => expression), ...(variant ? [variant] : [])]
  const rows = await rejectedRows(condition, asked, node, repaired, segment, context)
  const valuesIn =
    (row: readonly Cell[]): RowValues =>
    ({ expression }) =>
      row[asked.indexOf(expression)]
  const first = rows[0] && valuesIn(rows[0])
  const loss = first && isEmptyCell(first(subject)) ? lossOf(subject, first) : undefined
  const differsInCase = variant !== undefined && rows.length > 0 && rows.every(row => row.at(-1) === true)
  const kind = loss?.kind ?? (differsInCase ? 'case' : kindOf(condition, node, references, context))
  const { expression } = loss?.operand ?? subject
  const cells = asked.includes(expression) ? rows.map(row => row[asked.indexOf(expression)]!) : []
  const distinct = (write: typeof cellData) => [...new Set(cells.map(cell => write(cell, expression.type)))]
  const actual = distinct(cellData).join(', ')
  const span = 'span' in condition && !node.origin ? condition.span : node.span
  const operator = keyword(context.kql, node.span)
  const isWhole = span.start === node.span.start
  const text = isWhole ? operator : words(context.kql, span)
  const verdict = isWhole ? 'drops the rows that would count' : 'holds for none of the rows that would count'
  const remarks = [remarkOn(kind, loss, references), shortfall(condition, cells)].filter(remark => remark !== undefined)
  const evidence = [
    `${valueName(expression, node, context, facts)} is ${alternatives(distinct(cellWords))}`,
    ...remarks,
  ]
  return {
    kind,
    ...span,
    text: `${text} ${verdict}${cells.length > 0 ? `: ${evidence.join(', ')}` : ''}`,
    expected: expectedBy(condition) ?? text,
    ...(actual !== '' && { actual }),
  }
}

/**
 * The values of expressions in a few of the rejected rows: in those that a join which reads them would match; if there are
 * none, in those that would pass all else; if there are none either, in any.
 */
async function rejectedRows(
  condition: Expression,
  values: readonly Expression[],
  node: Filter,
  repaired: (plan: PlanNode) => PlanNode,
  { top, available, joined }: Segment,
  { ask }: ExplainContext,
): Promise<readonly (readonly Cell[])[]> {
  if (!isReadable(condition, available)) return []
  const passing = repaired(top)
  const samples = [
    ...(joined ? [sampledRows(passing, condition, values, joined)] : []),
    ...[passing, node.input].map(rows => sampledRows(rows, condition, values)),
  ]
  for (const sample of samples) {
    const rows = (await ask(sample)) ?? []
    if (rows.length > 0) return rows
  }
  return []
}

/** The first value that a condition is about, inside `not` and `or` too. */
function subjectOf(operand: Operand): Operand {
  const { expression, from } = operand
  const [first] = from
  return expression.type === 'bool' && expression.op !== 'column' && first ? subjectOf(first) : operand
}

function kindOf(
  condition: Expression,
  node: Filter,
  { watchlists, age, aggregate }: ConditionReferences,
  { kql }: ExplainContext,
): SilenceKind {
  if (keyword(kql, node.span) === 'parse-where') return 'parse'
  if (watchlists.length > 0) return 'watchlist'
  if (age) return 'window'
  return aggregate && comparesNumbers(condition) ? 'threshold' : 'predicate'
}

const comparisons: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=', '<>', 'between'])

const comparesNumbers = (condition: Expression): boolean =>
  condition.op === 'call' && comparisons.has(condition.name) && condition.args.every(({ type }) => type !== 'string')

/** What is wrong with a value that a reader may not see. */
function remarkOn(kind: SilenceKind, loss: Loss | undefined, { watchlists }: ConditionReferences): string | undefined {
  switch (kind) {
    case 'parse':
      return `in which ${loss?.reader ?? 'the pattern'} finds nothing`
    case 'type':
      return `which ${loss?.reader ?? 'the conversion'} cannot read`
    case 'case':
      return 'which differs only in letter case'
    case 'watchlist':
      return `compared with the watchlist ${watchlists.join(', ')}`
    default:
      return undefined
  }
}
