import type { Expression } from '../plan/expression.ts'
import { visitAll } from '../plan/walk.ts'
import type { ExplainContext } from './explain-context.ts'
import type { Segment } from './segment.ts'

/** What a condition depends on, apart from the columns of its rows. */
export interface ConditionReferences {
  /** The time of the run, compared with a datetime of the row. */
  readonly age: boolean
  /** What a summarize computed. */
  readonly aggregate: boolean
  /** The aliases of watchlists. */
  readonly watchlists: readonly string[]
}

/** What a condition refers to, itself or through the columns that its segment computes. */
export function referencesOf(
  condition: Expression,
  { bottom, definitions }: Segment,
  { tables }: ExplainContext,
): ConditionReferences {
  const aggregates = new Set(bottom.op === 'summarize' ? bottom.aggregates.map(({ id }) => id) : [])
  const watchlists = new Set<string>()
  let [now, datetime, aggregate] = [false, false, false]
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
        aggregate ||= aggregates.has(found.id)
        const definition = definitions.get(found.id)
        if (definition) look(definition.expression)
      },
    })
  look(condition)
  return { age: now && datetime, aggregate, watchlists: [...watchlists] }
}

/** The alias of a stored watchlist, from its key. */
export const watchlistAlias = (key: string | undefined): string | undefined => /^watchlist (.*)$/s.exec(key ?? '')?.[1]
