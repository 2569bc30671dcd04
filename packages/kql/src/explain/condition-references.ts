import type { Expression } from '../plan/expression.ts'
import { visitAll } from '../plan/walk.ts'
import type { ExplainContext, PlanFacts } from './explain-context.ts'
import { ownColumns } from './own-columns.ts'
import type { Segment } from './segment.ts'

/** What a condition depends on, apart from the columns of its rows. */
export interface ConditionReferences {
  /** The time of the run, compared with a datetime of the row. */
  readonly age: boolean
  /** What a group computed, however far below. */
  readonly aggregate: boolean
  /** The aliases of watchlists. */
  readonly watchlists: readonly string[]
}

/** What a condition refers to, itself or through the columns that its segment computes. */
export function referencesOf(
  condition: Expression,
  { definitions }: Segment,
  { tables }: ExplainContext,
  { lineage, aggregates }: PlanFacts,
): ConditionReferences {
  const watchlists = new Set<string>()
  let [now, datetime] = [false, false]
  const look = (expression: Expression): void =>
    visitAll([expression], {
      node: node => {
        const alias = node.op === 'table-scan' ? watchlistAlias(tables.get(node.table)) : undefined
        if (alias !== undefined) watchlists.add(alias)
      },
      expression: found => {
        now ||= found.op === 'now'
        if (found.op !== 'column') return
        datetime ||= found.type === 'datetime'
        const definition = definitions.get(found.id)
        if (definition) look(definition.expression)
      },
    })
  look(condition)
  const origins = lineage(ownColumns(condition).map(({ id }) => id))
  const aggregate = [...origins].some(id => aggregates.has(id))
  return { age: now && datetime, aggregate, watchlists: [...watchlists] }
}

/** The alias of a stored watchlist, from its key. */
export const watchlistAlias = (key: string | undefined): string | undefined => /^watchlist (.*)$/s.exec(key ?? '')?.[1]
