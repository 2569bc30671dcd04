import type { PlanNode } from '../plan/node.ts'
import { computed, operatorsOf } from '../plan/query-operators.ts'
import { watchlistAlias } from './condition-references.ts'
import { countPlans } from './count-plans.ts'
import { type ExplainContext, keyword } from './explain-context.ts'
import type { QueryStage } from './rows-explained.ts'
import { staging } from './staged-plan.ts'
import { unlimited } from './window-repairs.ts'

/** The stages of a query in order, and by the node whose rows they return. */
export interface Stages {
  readonly all: readonly QueryStage[]
  readonly of: (node: PlanNode) => QueryStage | undefined
}

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
  const names = new Map<PlanNode, ReadonlySet<string>>()
  const stages = new Map<PlanNode, QueryStage>()
  const all: QueryStage[] = []
  for (const { output, inputs } of operators) {
    const source = sourceTable(output, tables)
    const read = new Set([...(source ? [source.name] : []), ...inputs.flatMap(input => [...(names.get(input) ?? [])])])
    names.set(output, read)
    const [table] = read.size === 1 ? read : []
    const received = output.op === 'union' ? inputs : inputs.slice(0, 1)
    const own: QueryStage = {
      operator: source?.kind ?? keyword(kql, output.span),
      ...output.span,
      ...(table !== undefined && { table }),
      isReached: (inputs.length > 0 ? inputs : [output]).some(input => returned.get(input)! > 0),
      rowsIn: stored.get(output) ?? received.reduce((sum, input) => sum + returned.get(input)!, 0),
      rowsOut: returned.get(output)!,
    }
    stages.set(output, own)
    all.push(...absentStages(output), own)
  }
  return { all, of: node => stages.get(computed(node)) }
}

/** A table of the workspace or a watchlist that a node reads. */
export interface Source {
  readonly kind: 'table' | 'watchlist'
  readonly name: string
}

export function sourceTable(node: PlanNode, tables: ExplainContext['tables']): Source | undefined {
  if (node.op === 'values' && node.table !== undefined) return { kind: 'table', name: node.table }
  if (node.op !== 'table-scan') return undefined
  const key = tables.get(node.table) ?? node.table
  const alias = watchlistAlias(key)
  return alias === undefined ? { kind: 'table', name: key } : { kind: 'watchlist', name: alias }
}

const absentStages = (node: PlanNode): readonly QueryStage[] =>
  (node.op === 'union' ? (node.absent ?? []) : []).map(({ table, span }) => ({
    operator: 'table',
    ...span,
    table,
    isReached: false,
    rowsIn: 0,
    rowsOut: 0,
  }))
