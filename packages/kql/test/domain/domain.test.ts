import { describe, expect, test } from 'vitest'
import { loadParser } from '../../src/frontend/parser.ts'
import { families } from '../../src/functions/registry.ts'
import { plugins } from '../../src/lower/operators/evaluate.ts'
import { cellParts, domains } from './cells.ts'
import { builtOperators, operatorName } from './operator-names.ts'
import { type DomainRecord, domainRecords } from './records.ts'
import { settlements } from './settlement.ts'
import { tabularDomains } from './tabular-domains.ts'

loadParser()
const functionDomains = domains()
const all = [...functionDomains, ...tabularDomains()]
const settle = settlements(all)

describe('domains', () => {
  test.each([...Object.keys(families), 'operators', 'plugins'])(
    '%s: every edge of every argument is settled or refused',
    family => {
      const open = all
        .filter(domain => domain.family === family)
        .flatMap(domain =>
          domain.cells.filter(cell => settle(domain, cell).by === 'open').map(cell => `${domain.name}: ${cell}`),
        )
      expect(open).toEqual([])
    },
  )

  test('every operator and plugin that runs has a record, and no other', () => {
    const records = [...domainRecords('lower')].map(([name]) => name)
    expect(records.toSorted()).toEqual(
      [...new Set(builtOperators.map(operatorName)), ...Object.keys(plugins)].toSorted(),
    )
  })

  test.each([
    ['functions', functionDomains],
    ['lower', tabularDomains()],
  ] as const)('records of %s name parameters and edges that exist', (folder, known) => {
    const unknown = [...domainRecords(folder)].flatMap(([name, record]) => {
      const cells = known.filter(domain => domain.name === name).flatMap(domain => domain.cells)
      const others = (record.like ?? []).flatMap(({ name }) =>
        known.some(domain => domain.name === name) ? [] : [name],
      )
      return [...missing(record, cells).map(cell => `${name}: ${cell}`), ...others]
    })
    expect(unknown).toEqual([])
  })
})

/** The statements of a record that are about none of the cells. */
const missing = ({ statements }: DomainRecord, cells: readonly string[]): readonly string[] =>
  [...statements].flatMap(([parameter, says]) =>
    [...says.keys()]
      .filter(edge => !edge.startsWith('as ') && !cells.some(cell => matches(cell, parameter, edge)))
      .map(edge => `${parameter} ${edge}`),
  )

/** `real nan` names one type's edge, `nan` that of every type, `*` every edge; `to` stands for each conversion. */
const matches = (cell: string, parameter: string, edge: string): boolean => {
  const [type, own] = edge.includes(' ') ? edge.split(' ') : [undefined, edge]
  const parts = cellParts(cell)
  return (
    (parts.parameter === parameter || parts.parameter.startsWith(`${parameter} `)) &&
    (type === undefined || parts.type === type) &&
    (own === '*' || parts.edge === own)
  )
}
