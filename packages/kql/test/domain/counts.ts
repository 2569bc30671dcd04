import type { Domain } from './cells.ts'
import { type Settlement, settlements } from './settlement.ts'

type Counts = Readonly<Record<Settlement['by'], number>>

export const countLabels: Readonly<Record<Settlement['by'], string>> = {
  case: 'settled by a recorded answer',
  page: 'settled by a page',
  refused: 'refused',
  open: 'open',
}

const none: Counts = { case: 0, page: 0, refused: 0, open: 0 }

const plus = (counts: Counts, by: Settlement['by']): Counts => ({ ...counts, [by]: counts[by] + 1 })

/** How many edges each kind of evidence settles, in all and by name. */
export function countsOf(domains: readonly Domain[]): {
  readonly total: Counts
  readonly of: (name: string, kind: Domain['kind']) => Counts | undefined
} {
  const settle = settlements(domains)
  const counted = new Map<string, Counts>()
  let total = none
  for (const domain of domains) {
    const found = domain.cells.map(cell => settle(domain, cell).by)
    counted.set(`${domain.kind} ${domain.name}`, found.reduce(plus, none))
    total = found.reduce(plus, total)
  }
  return { total, of: (name, kind) => counted.get(`${kind} ${name}`) }
}

/** `3 case, 2 page`. */
export const shownCounts = (counts: Counts | undefined): string =>
  Object.entries(counts ?? {})
    .flatMap(([by, count]) => (count > 0 ? [`${count} ${by}`] : []))
    .join(', ')
