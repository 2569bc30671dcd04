import { readFileSync } from 'node:fs'
import { asimFile, asimFunction, loadCatalogue } from '@tripline/schemas'
import { oneIn } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import { analyseQuery } from '../src/compile.ts'
import { openEngine } from '../src/engine.ts'
import { answeredFunction, builtInFunction } from '../src/world/asim-function.ts'

const catalogue = loadCatalogue()
const names = Array.from(readFileSync(asimFile, 'utf8').matchAll(/^function (\S+)/gm), ([, name]) => name!)
const errorsOf = (kql: string, world = { catalogue }) =>
  analyseQuery(kql, world).diagnostics.filter(({ severity }) => severity === 'error')

describe('functions of ASIM', () => {
  it('are at least the four of each schema', () => expect(names.length).toBeGreaterThanOrEqual(64))

  it.each(oneIn(4, names))('%s is known with its parameters and columns', name => {
    const { parameters, schema } = asimFunction(name)!
    const named = parameters.map(parameter => `${parameter.name}=${parameter.written.replace(/^[^=]*=/, '')}`)
    expect(errorsOf(name)).toEqual([])
    const { columns, open } = analyseQuery(`${name}(${named.join(', ')})`, { catalogue })
    expect(open).toBe(false)
    expect(columns).toEqual(schema.columns)
    // The other functions of a schema have the same parameters and columns.
    if (!name.startsWith('_Im_')) return
    expect(errorsOf(`${name}(nonsense=1)`).map(({ code }) => code)).toEqual(['KS196'])
    expect(errorsOf(`${name} | where Nonsense == 1`).map(({ code }) => code)).toEqual(['KS142'])
  })

  // The other functions of a schema have the same body.
  it.each(
    oneIn(
      2,
      names.filter(name => name.startsWith('_Im_')),
    ),
  )('%s answers rows by a query that binds, unless a parameter is not documented', name => {
    const answered = answeredFunction(name)!
    if ('undocumented' in answered) {
      expect(name).toMatch(/^(?:_Im_|im)(?:AgentEvent|AssetEntity)$/)
      return
    }
    const { stored, table } = answered
    const world = { catalogue: catalogue.with([table]), functions: [stored] }
    expect(errorsOf(`let f = ${stored.parameters} {\n${stored.body}\n}; print 0`, world)).toEqual([])
    const types = new Map(analyseQuery(name, world).columns?.map(column => [column.name, column.type]))
    for (const column of table.columns)
      expect([column.name, types.get(column.name)]).toEqual([column.name, column.type])
  })

  it('are replaced by those that a workspace declares', () => {
    const functions = [{ name: '_Im_Dns', parameters: '(x:long)', body: 'print y = x' }]
    expect(analyseQuery('_Im_Dns(1)', { catalogue, functions }).columns).toEqual([{ name: 'y', type: 'long' }])
  })

  it('are known to the functions of a workspace', () => {
    const functions = [{ name: 'Lookups', parameters: '()', body: "_Im_Dns(srcipaddr='192.0.2.1') | project DnsQuery" }]
    expect(analyseQuery('Lookups', { catalogue, functions }).columns).toEqual([{ name: 'DnsQuery', type: 'string' }])
  })

  it('are left out of a fuzzy union that names columns beyond their schema, as parsers may have', () => {
    const kql = 'union isfuzzy=true (imNetworkSession | where HttpUserAgent has "curl"), (SigninLogs | take 1)'
    expect(errorsOf(kql)).toEqual([])
    expect(errorsOf('imNetworkSession | where HttpUserAgent has "curl"').map(({ code }) => code)).toEqual(['KS142'])
  })

  it('answer rows that no wildcard and no search sees', async () => {
    const answered = answeredFunction('_Im_Dns')!
    if ('undocumented' in answered) throw new Error('the filters of DNS are documented')
    const { stored, table } = answered
    const row = table.columns.map(({ name, type }) =>
      name === 'SrcIpAddr' ? '192.0.2.1' : type === 'string' ? '' : null,
    )
    await using engine = await openEngine(catalogue, { tables: [{ table, rows: [row] }], functions: [stored] })
    const count = async (kql: string) => {
      const answer = await engine.run({ kql: `${kql} | count` })
      return answer.ok ? answer.rows.rows : answer.diagnostics
    }
    expect(await count('_Im_Dns')).toEqual([[1n]])
    expect(await count('search "192.0.2.1"')).toEqual([[0n]])
    expect(await count('union *')).toEqual([[0n]])
  })

  it('have names of their own', () =>
    expect(['_Im_', 'imaginary', 'imX', 'Im_Dns'].map(builtInFunction)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]))
})
