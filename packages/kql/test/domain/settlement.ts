import { type CellName, cellParts, type Domain } from './cells.ts'
import { evidence } from './evidence.ts'
import { type DomainRecord, domainRecords } from './records.ts'

/** What settles a cell. `open`: nothing known, and yet it is answered. */
export type Settlement =
  | { readonly by: 'case'; readonly id: string }
  | { readonly by: 'page'; readonly page: string; readonly says: string }
  | { readonly by: 'refused' }
  | { readonly by: 'open' }

const open: Settlement = { by: 'open' }

/** Finds what settles the cells of each name. */
export function settlements(domains: readonly Domain[]): (domain: Domain, cell: CellName) => Settlement {
  const [functions, tabular] = [domainRecords('functions'), domainRecords('lower')]
  const recorded = evidence()
  const find = (domain: Domain, cell: CellName): Settlement => {
    const id = recorded[`${domain.kind} ${domain.name}`]?.[cell]
    if (id !== undefined) return { by: 'case', id }
    const records = domain.kind === 'operator' || domain.kind === 'plugin' ? tabular : functions
    const record = records.get(domain.name)
    const stated = record && statementOn(cell, record)
    if (stated) return stated
    if (domain.refuses(cell)) return { by: 'refused' }
    for (const { name } of record?.like ?? []) {
      const other = domains.find(candidate => candidate.name === name && candidate.kind === domain.kind)
      const found = other?.cells.includes(cell) ? find(other, cell) : open
      if (found.by !== 'open') return found
    }
    return open
  }
  return find
}

/**
 * The statement of a record on a cell. A conversion of a parameter (`as string`) settles the edges of all other types; `*` is
 * every edge; a statement on `to` is about each of the types that `to long` and its like convert to.
 */
function statementOn(cell: CellName, { page, statements }: DomainRecord): Settlement | undefined {
  const { parameter, type, edge } = cellParts(cell)
  for (const name of [parameter, parameter.replace(/ .*/, '')]) {
    const known = statements.get(name)
    const converted = [...(known ?? [])].find(([key]) => key.startsWith('as ') && type && key !== `as ${type}`)
    const says = [`${type} ${edge}`, edge, `${type} *`, '*'].flatMap(key => known?.get(key) ?? [])[0] ?? converted?.[1]
    if (says !== undefined) return stated(says, page)
  }
  return undefined
}

function stated(says: string, page: string): Settlement {
  if (says.startsWith('refused')) return { by: 'refused' }
  const [, id] = /^case (\S+)$/.exec(says) ?? []
  if (id !== undefined) return { by: 'case', id }
  const [, other, sentence] = /^@(\S+) (.*)$/s.exec(says) ?? []
  return { by: 'page', page: other ?? page, says: sentence ?? says }
}
