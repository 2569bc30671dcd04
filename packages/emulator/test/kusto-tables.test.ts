import { budgets } from '@tripline/budgets'
import { expect, test } from 'vitest'
import { tooManyRows } from '../src/kusto/made-tables.ts'
import { local, send } from './local-call.ts'

type Tables = { readonly Tables: readonly { readonly Rows: readonly unknown[][] }[] }

/** A cluster for one test: the rows that it answers, or the message of its error. */
async function cluster() {
  const { emulator } = await local()
  const post = async (path: string, csl: string, Options: object = {}) => {
    const { status, body } = await send(emulator, 'POST', path, { db: 'local', csl, properties: { Options } }, {})
    if (status !== 200) return (body.error as unknown as Record<string, string>)['@message']!
    return (body as unknown as Tables).Tables[0]!.Rows
  }
  return {
    command: (csl: string, options?: object) => post('/v1/rest/mgmt', csl, options),
    query: (csl: string) => post('/v1/rest/query', csl),
  }
}

const rows = expect.any(Array)
const text = expect.any(String)

/** What is asked, and what comes: the rows, or a part of the message. Expected: the pages of the commands. */
type Step = readonly [string, unknown]

const steps: Readonly<Record<string, readonly Step[]>> = {
  'made, filled and dropped': [
    ['.create table Purchases (SKU: string, Quantity: long)', [['Purchases', text, 'local', '', '']]],
    ['.show table Purchases cslschema', [['Purchases', 'SKU:string,Quantity:long', 'local', '', '']]],
    ['.ingest inline into table Purchases <|\nShoes,1000\nWide Shoes,50\n"Coats with ""quotes""",5\n', [[text]]],
    [
      'Purchases | order by Quantity asc',
      [
        ['Coats with "quotes"', 5],
        ['Wide Shoes', 50],
        ['Shoes', 1000],
      ],
    ],
    ['.drop table Purchases', []],
    ['Purchases', /Purchases/],
  ],
  'of which a name can be used once': [
    ['.create table T (a:long)', rows],
    ['.ingest inline into table T <| 7', rows],
    ['.create table T (b:string) with (docstring="other", folder="x")', [['T', text, 'local', '', '']]],
    ['T', [[7]]],
    ['.set T <| print 1', /'T' exists/],
  ],
  'that grow by columns': [
    ['.create-merge table T (a:long)', rows],
    ['.ingest inline into table T <| 7', rows],
    ['.create-merge table T (b:string, a:int64, c:dynamic)', rows],
    ['.show table T cslschema', [['T', 'a:long,b:string,c:dynamic', 'local', '', '']]],
    ['T', [[7, '', null]]],
    ['.create-merge table T (a:string)', /'a' of table 'T' has another type/],
  ],
  'of every type, whose cells are nothing where they are empty': [
    [
      ".create table T (b:bool, i:int, l:long, r:real, m:decimal, s:string, d:datetime, t:time, g:uuid, ['j j']:dynamic)",
      rows,
    ],
    [
      '.ingest inline into table T with (format="csv") <|\n' +
        'true,-7,9007199254740991,0.5,1.25,"a, ""b""\nc",2026-03-02T09:30:00.1234567Z,1.02:03:04.5000000,74be27de-1e4e-49d9-b579-fe0b331d3642,"{""k"":[1,null]}"\n,,,,,,,,,',
      rows,
    ],
    [
      'T | order by l asc',
      [
        [null, null, null, null, null, '', null, null, null, null],
        [
          true,
          -7,
          9007199254740991,
          0.5,
          '1.25',
          'a, "b"\nc',
          '2026-03-02T09:30:00.1234567Z',
          '1.02:03:04.5000000',
          '74be27de-1e4e-49d9-b579-fe0b331d3642',
          { k: [1, null] },
        ],
      ],
    ],
  ],
  'with records in brackets': [
    ['.create table Logs (Date:datetime, Details:dynamic)', rows],
    ['.ingest inline into table Logs [2015-01-01,"{""a]"":1}"]\n [2015-01-02,"[]"]', rows],
    ['Logs | order by Date asc | project Details', [[{ 'a]': 1 }], [[]]]],
  ],
  'from queries': [
    ['.set T <| range x from 1 to 3 step 1', [[text, 0, 0, 0, 0, 3]]],
    ['.append T <| print y = 4', rows],
    ['.set-or-append T <| print long(5)', rows],
    ['T | summarize sum(x)', [[15]]],
    ['.append T <| print "5"', /not of the types/],
    ['.append U <| print 1', /'U' of kind 'Table' was not found/],
    ['.set-or-append U <| print 1', rows],
    ['.set-or-replace U <| print 2', rows],
    ['U', [[2]]],
    ['.set V <| print nope', /Semantic error/],
    ['.drop tables (T, U) ifexists', []],
  ],
  'but not in the stead of recorded logs': [
    ['.create table SigninLogs (a:long)', [['SigninLogs', expect.stringContaining('TimeGenerated'), 'local', '', '']]],
    ['.create-merge table SigninLogs (a:long)', /belongs to the recorded logs/],
    ['.ingest inline into table SigninLogs <| 1', /belongs to the recorded logs/],
    ['.set-or-replace SigninLogs <| print 1', /belongs to the recorded logs/],
    ['.drop table SigninLogs ifexists', /belongs to the recorded logs/],
    ['SigninLogs | count', [[0]]],
  ],
  'if the command can be carried out as it is': [
    ['.create table T (a:long)', rows],
    ['.ingest inline into table T <| seven', /Record 1: the column a cannot hold 'seven' as long/],
    ['.ingest inline into table T <| 1,2', /Record 1: it has 2 cells for 1 columns/],
    ['.ingest inline into table T <| "1', /Quote/],
    ['.ingest inline into table T [1] 2', /in brackets/],
    ['.ingest inline into table T with (format="json") <| 1', /does not know the property format="json"/],
    ['.ingest inline into table U <| 1', /'U' of kind 'Table' was not found/],
    ['.append T with (extend_schema=true) <| print 1', /extend_schema/],
    ['.create table U (a:number)', /no schema: \(a:number\)/],
    ['.create table U (a:long, a:int)', /no schema/],
    ['.drop table U', /'U' of kind 'Table' was not found/],
    ['.drop table U ifexists', [['T', 'local']]],
    ['.alter table T (a:string)', /cannot answer this command/],
    [`.set U <| range x from 1 to 5 step 1 | where x > 9`, [['00000000-0000-0000-0000-000000000000', 0, 0, 0, 0, 0]]],
    ['T', []],
  ],
}

test.each(Object.entries(steps))('tables %s', async (_, taken) => {
  const { command, query } = await cluster()
  for (const [csl, expected] of taken) {
    const answer = await (csl.startsWith('.') ? command(csl) : query(csl))
    const matching = expected instanceof RegExp ? expect.stringMatching(expected) : expected
    expect(answer, csl).toEqual(matching)
  }
})

test('queries cannot change tables, nor can a request that may only read', async () => {
  const { command, query } = await cluster()
  expect(await query('.create table T (a:long)')).toMatch(/cannot answer this command/)
  expect(await command('.create table T (a:long)', { request_readonly: true })).toMatch(/cannot answer/)
  expect(await command('.create table T (a:long)', { request_readonly: false })).toEqual(rows)
})

test('more rows than fit into memory are refused', () => {
  const { limit } = budgets['data-rows']
  const tables = (...counts: readonly number[]) =>
    counts.map((length, index) => ({ table: { name: `T${index}`, columns: [] }, rows: new Array(length) }))
  expect(tooManyRows(tables(limit))).toBeUndefined()
  expect(tooManyRows(tables(limit, 1))).toMatchObject({ status: 400, message: expect.stringContaining('2000000 rows') })
})
