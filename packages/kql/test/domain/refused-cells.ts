import type { Engine } from '../../src/engine.ts'
import { type Domain, domains } from './cells.ts'
import { settlements } from './settlement.ts'
import { tabularDomains } from './tabular-domains.ts'

/** A cell whose call is said to be refused, and the queries that must not be answered. */
export interface RefusedCell {
  readonly name: string
  readonly queries: readonly string[]
}

/** The cells that are said to be refused. */
export function refusedCells(): readonly RefusedCell[] {
  const all = [...domains(), ...tabularDomains()]
  const settle = settlements(all)
  const queriesOf = (domain: Domain): readonly RefusedCell[] =>
    domain.cells
      .filter(cell => settle(domain, cell).by === 'refused')
      .map(cell => ({ name: `${domain.name}: ${cell}`, queries: domain.queries(cell).slice(1) }))
  return all.flatMap(queriesOf)
}

/** The queries of a cell that are answered all the same, or end in a fault of our own. */
export async function answered({ queries }: RefusedCell, engine: Engine): Promise<readonly string[]> {
  const found: string[] = []
  for (const kql of queries) {
    const { ok, diagnostics } = await engine.run({ kql, now: 639_000_000_000_000_000n, timeout: 5000 })
    if (ok || diagnostics.some(({ kind }) => kind === 'internal')) found.push(kql)
  }
  return found
}
