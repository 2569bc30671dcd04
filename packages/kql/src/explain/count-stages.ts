import type { PlanNode, TableScan } from '../plan/node.ts'
import { operatorsOf } from '../plan/query-operators.ts'
import { watchlistAlias } from './condition-references.ts'
import { countPlans } from './count-plans.ts'
import { type ExplainContext, keyword } from './explain-context.ts'
import type { QueryStage } from './explanation.ts'
import { staging } from './staged-plan.ts'
import { unlimited } from './window-repairs.ts'

/** The stages of a query by the node whose rows they return. */
export type Stages = ReadonlyMap<PlanNode, QueryStage>

/** The rows that each operator receives and returns; of a table, those that it holds, and those that the run sees. */
export async function countStages({ plan, kql, ask, tables }: ExplainContext): Promise<Stages | undefined> {
  const operators = operatorsOf(plan)
  const outputs = operators.map(({ output }) => output)
  const stage = staging(outputs)
  const scans = outputs.filter(output => output.op === 'table-scan')
  const counts = await countPlans([...outputs.map(stage), ...scans.map(unlimited)], ask)
  if (!counts) return undefined
  const returned = new Map(outputs.map((output, index) => [output, counts[index]!]))
  const stored = new Map<PlanNode, number>(scans.map((scan, index) => [scan, counts[outputs.length + index]!]))
  const sources = new Map<PlanNode, ReadonlySet<string>>()
  const stages = new Map<PlanNode, QueryStage>()
  for (const { output, inputs } of operators) {
    const own = output.op === 'table-scan' ? [tableName(output, tables)] : []
    const from = new Set([...own, ...inputs.flatMap(input => [...(sources.get(input) ?? [])])])
    sources.set(output, from)
    const [table] = from.size === 1 ? from : []
    const received = output.op === 'union' ? inputs : inputs.slice(0, 1)
    stages.set(output, {
      operator: output.op === 'table-scan' ? sourceOf(output, tables) : keyword(kql, output.span),
      start: output.span.start,
      end: output.span.end,
      ...(table !== undefined && { table }),
      isReached: (inputs.length > 0 ? inputs : [output]).some(read => returned.get(read)! > 0),
      rowsIn: stored.get(output) ?? received.reduce((sum, input) => sum + returned.get(input)!, 0),
      rowsOut: returned.get(output)!,
    })
  }
  return stages
}

/** The name of a table in the query, or the alias of a watchlist. */
export function tableName({ table }: TableScan, tables: ExplainContext['tables']): string {
  const key = tables.get(table)
  return watchlistAlias(key) ?? key ?? table
}

const sourceOf = ({ table }: TableScan, tables: ExplainContext['tables']): string =>
  watchlistAlias(tables.get(table)) === undefined ? 'table' : 'watchlist'
