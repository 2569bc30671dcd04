import type { BoundQuery } from '../frontend/bind.ts'
import { elementsOf, is, isTable, type SyntaxElement, spanOf, textOf } from '../frontend/syntax.ts'
import type { QueryFacts, QueryWorld } from '../query-world.ts'
import { idleSorts } from './idle-sorts.ts'
import { tableReads } from './table-reads.ts'
import { textComparison, wideList } from './text-comparisons.ts'

const noFacts: QueryFacts = {
  reads: [],
  joins: [],
  comparisons: [],
  wideLists: [],
  everything: [],
  idleSorts: [],
  ingestionTimes: [],
}

/** What a bound query does; `nodes` are all of its tree. A query with errors has no reliable tree, hence no facts. */
export function queryFacts(bound: BoundQuery, nodes: readonly SyntaxElement[], world: QueryWorld): QueryFacts {
  const failed = bound.diagnostics.some(({ severity }) => severity === 'error')
  if (failed || !isTable(bound.result?.ResultType)) return noFacts
  const facts = <Fact>(of: (node: SyntaxElement) => Fact | undefined): readonly Fact[] =>
    nodes.map(of).filter(fact => fact !== undefined)
  return {
    ...tableReads(bound.result!, world),
    comparisons: facts(textComparison),
    wideLists: facts(wideList),
    everything: facts(everything),
    idleSorts: idleSorts(bound.result!),
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

const ingestionTime = (node: SyntaxElement) =>
  is(node, 'FunctionCallExpression') && node.Name!.SimpleName === 'ingestion_time' ? spanOf(node) : undefined
