import type { Column, ColumnType } from '@tripline/schemas'
import { binderDiagnostics } from '../findings/binder-diagnostics.ts'
import { type BoundQuery, bindQuery } from '../frontend/bind.ts'
import { bounded } from '../frontend/bounded.ts'
import { columnsOf, descendants, is, isTable, type SyntaxElement, scalarType, spanOf } from '../frontend/syntax.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'
import type { QueryAnalysis, QueryParameter } from './query-analysis.ts'
import { noFacts, queryFacts } from './query-facts.ts'
import { refusalsOf } from './refusals.ts'
import { watchlistOf } from './row-sources.ts'

/** Binds a query with the official parser. Never throws because of the text, and always terminates. */
export function analyseQuery(kql: string, world: QueryWorld): QueryAnalysis {
  const analysis = bounded(kql, () => analysed(kql, world))
  return 'value' in analysis ? analysis.value : unanalysed(analysis.diagnostic)
}

const unanalysed = (diagnostic: QueryDiagnostic): QueryAnalysis => ({
  diagnostics: [diagnostic],
  open: true,
  tables: [],
  watchlists: [],
  parameters: [],
  facts: noFacts,
  refusals: [],
})

function analysed(kql: string, world: QueryWorld): QueryAnalysis {
  const bound = bindQuery(kql, world)
  const judged = binderDiagnostics(bound, world)
  const { diagnostics, result } = judged.bound
  const type = result?.ResultType
  const failed = diagnostics.some(diagnostic => diagnostic.severity === 'error')
  const columns = isTable(type) && !failed ? columnsOf(type) : undefined
  const typed = columns?.filter((column): column is Column => column.type !== undefined)
  const nodes = [...descendants(bound.root)]
  const facts = queryFacts(bound, nodes, world)
  return {
    diagnostics: judged.diagnostics,
    ...(typed && { columns: typed }),
    open: isTable(type) && (type.IsOpen || typed?.length !== columns?.length),
    tables: [...new Set([...tablesOf(nodes, world), ...facts.reads.map(({ table }) => table)])],
    watchlists: watchlistsOf(nodes),
    parameters: parametersOf(bound),
    facts,
    refusals: refusalsOf(bound, world),
  }
}

const tablesOf = (nodes: readonly SyntaxElement[], { catalogue }: QueryWorld): readonly string[] =>
  nodes.flatMap(node => {
    const isRead = is(node, 'NameReference') && isTable(node.ReferencedSymbol) && catalogue.get(node.SimpleName!)
    return isRead ? [node.SimpleName!] : []
  })

const watchlistsOf = (nodes: readonly SyntaxElement[]): readonly string[] => [
  ...new Set(nodes.flatMap(node => watchlistOf(node) ?? [])),
]

/** Top-level scalar lets are a rule's parameters. */
function parametersOf(bound: BoundQuery): QueryParameter[] {
  return bound.statements.flatMap((statement): QueryParameter[] => {
    if (!is(statement, 'LetStatement')) return []
    const value = statement.Expression!
    const type: ColumnType | undefined = isTable(value.ResultType) ? undefined : scalarType(value.ResultType)
    return type ? [{ name: statement.Name!.SimpleName!, type, ...spanOf(value) }] : []
  })
}
