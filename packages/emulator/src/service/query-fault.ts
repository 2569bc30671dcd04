import { analyseQuery, type QueryWorld } from '@tripline/kql/compile'

/** The service's words for what the binder finds; the others say it in the binder's. */
const words: Readonly<Record<string, (name: string) => string>> = {
  KS204: () => 'One of the tables does not exist.',
  KS142: name => `Failed to resolve table or column expression named '${name}'.`,
  KS211: name => `Unknown function: '${name}'.`,
}

/** Faults of queries in what they can name, as long as that stays the same: most writes leave the query of a rule as it is. */
const known = new WeakMap<QueryWorld, Map<string, string | undefined>>()

const mostKnown = 1000

/** Why Sentinel would not store a rule with this query, in its words; undefined if it would. */
export function queryFault(kql: string, names: QueryWorld): string | undefined {
  const faults = known.get(names) ?? new Map<string, string | undefined>()
  if (faults.has(kql)) return faults.get(kql)
  if (faults.size >= mostKnown) faults.clear()
  const fault = analysedFault(kql, names)
  known.set(names, faults.set(kql, fault))
  return fault
}

function analysedFault(kql: string, names: QueryWorld): string | undefined {
  const errors = analyseQuery(kql, names).diagnostics.filter(
    ({ severity, kind }) => severity === 'error' && ['syntax', 'semantic', 'limit'].includes(kind),
  )
  const error = errors.find(({ code }) => code === 'KS204') ?? errors[0]
  if (!error) return undefined
  const said = words[error.code]?.(kql.slice(error.start, error.end)) ?? error.message
  return `Failed to run the analytics rule query. ${said}`
}
