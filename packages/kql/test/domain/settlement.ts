import { unsettledAt } from '../../src/functions/edge.ts'
import { type CellName, cellName, type Domain } from './cells.ts'
import { evidence } from './evidence.ts'
import { parametersOf, signatures } from './parameters.ts'
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
  const records = domainRecords()
  const recorded = evidence()
  const find = (domain: Domain, cell: CellName): Settlement => {
    const id = recorded[`${domain.kind} ${domain.name}`]?.[cell]
    if (id !== undefined) return { by: 'case', id }
    const record = records.get(domain.name)
    const stated = record && statementOn(cell, record)
    if (stated) return stated
    if (isUnsettled(domain, cell)) return { by: 'refused' }
    for (const { name } of record?.like ?? []) {
      const other = domains.find(candidate => candidate.name === name && candidate.kind === domain.kind)
      const found = other?.cells.includes(cell) ? find(other, cell) : open
      if (found.by !== 'open') return found
    }
    return open
  }
  return find
}

/** The statement of a record on a cell; a conversion of a parameter (`as string`) settles the edges of all other types. */
function statementOn(cell: CellName, { page, statements }: DomainRecord): Settlement | undefined {
  const [, parameter, type, edge] = /^(.*?)(?::(\w+))? (\S+)$/.exec(cell)!
  const known = statements.get(parameter!)
  if (!known) return undefined
  const converted = [...known].find(([key]) => key.startsWith('as ') && type !== undefined && key !== `as ${type}`)
  const says = known.get(`${type} ${edge}`) ?? known.get(edge!) ?? converted?.[1]
  if (says === undefined) return undefined
  if (says.startsWith('refused')) return { by: 'refused' }
  const [, other, sentence] = /^@(\S+) (.*)$/s.exec(says) ?? []
  return { by: 'page', page: other ?? page, says: sentence ?? says }
}

/** Whether the row refuses the edge (`unsettled` in `functions/row.ts`). */
const isUnsettled = ({ name, kind, row }: Domain, cell: CellName): boolean =>
  signatures(name, kind).some(signature =>
    parametersOf(signature, signature.parameters.length).some((parameter, index) =>
      unsettledAt(row, index)?.some(edge => parameter.types.some(type => cell === cellName(parameter, type, edge))),
    ),
  )
