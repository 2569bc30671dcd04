import { beforeAll, describe, expect, test } from 'vitest'
import { loadParser } from '../../src/frontend/parser.ts'
import { domains } from './cells.ts'
import { complete } from './complete.ts'
import { domainRecords } from './records.ts'
import { settlements } from './settlement.ts'

beforeAll(() => loadParser())

describe('domains', () => {
  test.each(complete)('%s: every edge of every argument is settled or refused', family => {
    const all = domains()
    const settle = settlements(all)
    const open = all
      .filter(domain => domain.family === family)
      .flatMap(domain =>
        domain.cells.filter(cell => settle(domain, cell).by === 'open').map(cell => `${domain.name}: ${cell}`),
      )
    expect(open).toEqual([])
  })

  test('records name parameters and edges that exist, of functions that run', () => {
    const all = domains()
    const unknown = [...domainRecords()].flatMap(([name, { statements, like }]) => {
      const cells = all.filter(domain => domain.name === name).flatMap(domain => domain.cells)
      if (cells.length === 0) return [name]
      const missing = [...statements].flatMap(([parameter, says]) =>
        [...says.keys()]
          .filter(edge => !edge.startsWith('as ') && !cells.some(cell => matches(cell, parameter, edge)))
          .map(edge => `${name}: ${parameter} ${edge}`),
      )
      return [
        ...missing,
        ...(like ?? []).flatMap(({ name }) => (all.some(domain => domain.name === name) ? [] : [name])),
      ]
    })
    expect(unknown).toEqual([])
  })
})

/** `real nan` names one type's edge, `nan` that of every type. */
const matches = (cell: string, parameter: string, edge: string): boolean =>
  cell === `${parameter} ${edge}` ||
  cell === `${parameter}:${edge}` ||
  (cell.startsWith(`${parameter}:`) && cell.endsWith(` ${edge}`))
