import type { BoundQuery } from '../frontend/bind.ts'
import { elementsOf, is, isTable, type SyntaxElement, spanOf, textOf } from '../frontend/syntax.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { dataNames } from './data-names.ts'
import type { QueryFacts } from './query-analysis.ts'
import { tableReads } from './table-reads.ts'
import { textComparison, wideList } from './text-comparisons.ts'
import { unusedSorts } from './unused-sorts.ts'

export const noFacts: QueryFacts = {
  reads: [],
  joins: [],
  comparisons: [],
  wideLists: [],
  everything: [],
  unscoped: [],
  furtherResults: [],
  dataNames: [],
  unusedSorts: [],
  ingestionTimes: [],
}

/** What a bound query does; `nodes` is its whole tree. A query with errors has no reliable tree and thus no facts. */
export function queryFacts(bound: BoundQuery, nodes: readonly SyntaxElement[], world: QueryWorld): QueryFacts {
  const failed = bound.diagnostics.some(({ severity }) => severity === 'error')
  if (failed) return noFacts
  const furtherResults = severalResults(bound, nodes)
  if (!isTable(bound.result?.ResultType)) return { ...noFacts, furtherResults }
  const facts = <Fact>(of: (node: SyntaxElement) => Fact | undefined): readonly Fact[] =>
    nodes.map(of).filter(fact => fact !== undefined)
  return {
    ...tableReads(bound.result!, world),
    comparisons: facts(textComparison),
    wideLists: facts(wideList),
    everything: facts(everything),
    unscoped: facts(unscoped),
    furtherResults,
    dataNames: dataNames(nodes),
    unusedSorts: unusedSorts(bound.result!),
    ingestionTimes: facts(ingestionTime),
  }
}

function everything(node: SyntaxElement): QueryFacts['everything'][number] | undefined {
  if (is(node, 'SearchOperator'))
    return is(node.Condition, 'StarExpression') && !node.InClause
      ? { operator: 'search', ...spanOf(node.Condition) }
      : undefined
  if (!is(node, 'UnionOperator')) return undefined
  const star = elementsOf(node.Expressions).find(member => textOf(member) === '*')
  return star && { operator: 'union', ...spanOf(star) }
}

/** Every result after the first: earlier queries of the text, and further tables of an operator that returns several. */
const severalResults = ({ statements }: BoundQuery, nodes: readonly SyntaxElement[]): readonly TextSpan[] =>
  [
    ...statements.filter(statement => is(statement, 'ExpressionStatement')),
    ...nodes.filter(node => is(node, 'ForkOperator') || is(node, 'FacetOperator')),
  ].map(spanOf)

function unscoped(node: SyntaxElement): QueryFacts['unscoped'][number] | undefined {
  if (is(node, 'SearchOperator')) {
    const isPiped = is(node.Parent, 'PipeExpression') && node.Parent.Operator === node
    if (isPiped || node.InClause || is(node.Condition, 'StarExpression')) return undefined
    return { name: 'search', ...spanOf(node.SearchKeyword!) }
  }
  return is(node, 'FindOperator') && !node.InClause ? { name: 'find', ...spanOf(node.FindKeyword!) } : undefined
}

const ingestionTime = (node: SyntaxElement) =>
  is(node, 'FunctionCallExpression') && node.Name!.SimpleName === 'ingestion_time' ? spanOf(node) : undefined
