import { beforeAll, expect, test } from 'vitest'
import { folderWith, tripline } from '../cli.ts'
import { inherited, member, nameless, names, unheardOf } from './names.ts'

const time = '2026-03-02T09:30:00Z'
const rows = '"rows":[["v"'

/** What a request of `query --batch` may name, and a part of its answer for a name that nobody has heard of. */
interface Row {
  readonly request: (name: string) => object
  readonly says: string
}

const requests: Readonly<Record<string, Row>> = {
  'a table': {
    request: name => ({
      kql: `['${name}'] | project a`,
      tables: member(name, { columns: { a: 'string' }, rows: [['v']] }),
    }),
    says: rows,
  },
  'a column': {
    request: name => ({ kql: 'T', tables: { T: { columns: member(name, 'string'), rows: [['v']] } } }),
    says: rows,
  },
  'the type of a column': {
    request: name => ({ kql: 'T', tables: { T: { columns: { a: name }, rows: [['v']] } } }),
    says: 'tables.T.columns.a must be',
  },
  'a member of a table': {
    request: name => ({ kql: 'T', tables: { T: member(name, []) } }),
    says: 'tables.T must be',
  },
  'a watchlist': {
    request: name => ({
      kql: `_GetWatchlist('${name}') | project a`,
      watchlists: member(name, { columns: ['a'], rows: [['v']], searchKey: 'a' }),
    }),
    says: rows,
  },
  'a column of a watchlist': {
    request: name => ({
      kql: `_GetWatchlist('W')`,
      watchlists: { W: { columns: [name], rows: [['v']], searchKey: name } },
    }),
    says: rows,
  },
  'the search key of a watchlist': {
    request: name => ({ kql: 'print 1', watchlists: { W: { columns: ['a'], rows: [['v']], searchKey: name } } }),
    says: 'watchlists.W.searchKey must be one of a',
  },
  'a function': {
    request: name => ({ kql: `${name}()`, functions: member(name, { body: 'print "v"' }) }),
    says: rows,
  },
  'a URL': {
    request: name => ({
      kql: `externaldata(a:string)['${name}'] with (format='csv')`,
      externalData: member(name, { text: 'v' }),
    }),
    says: rows,
  },
  'a URL that is not given': {
    request: name => ({ kql: `externaldata(a:string)['x${name}'] with (format='csv')` }),
    says: '"kind":"unsupported"',
  },
  'a member of the request': { request: name => ({ kql: 'print "v"', ...member(name, { a: 1 }) }), says: rows },
  'the id': { request: name => ({ id: member(name, name), kql: 'print "v"' }), says: '"id":{"NAME":"NAME"}' },

  'a table of the project': {
    request: name => ({
      kql: `['${name}'] | where Badge == 'v' | project Badge`,
      tables: member(name, 'logs/own.jsonl'),
    }),
    says: rows,
  },
  'a column of the project, in JSON lines': {
    request: () => ({ kql: 'Door_CL', tables: { Door_CL: 'logs/Door_CL.jsonl' } }),
    says: rows,
  },
  'a column of the project, in a CSV': {
    request: () => ({ kql: 'Door_CL', tables: { Door_CL: 'logs/Door_CL.csv' } }),
    says: rows,
  },
  'a key of a recorded document': {
    request: name => ({
      kql: `SigninLogs | project LocationDetails.${name}.b, LocationDetails`,
      tables: { SigninLogs: 'logs/SigninLogs.jsonl' },
    }),
    says: `${rows},{"NAME":{"b":"v"}}]]`,
  },
  'a watchlist of the project': { request: name => ({ kql: `_GetWatchlist('${name}')` }), says: rows },
  'a URL of the project': {
    request: name => ({ kql: `externaldata(a:string)['https://${name}'] with (format='csv')` }),
    says: rows,
  },
}

const project = (name: string): Readonly<Record<string, string>> => ({
  'tripline.yaml': `watchlists: { ${name}: { file: list.csv, searchKey: ${name} } }
externalData: { "https://${name}": feed.csv }
`,
  'list.csv': `${name}\nv\n`,
  'feed.csv': 'v\n',
  'schemas/own.yaml': `table: ${name}\ncolumns: { Badge: string }\n`,
  'schemas/door.yaml': `table: Door_CL\ncolumns: { ${name}: string, TimeGenerated: datetime }\n`,
  'logs/own.jsonl': JSON.stringify({ TimeGenerated: time, Badge: 'v' }),
  'logs/Door_CL.jsonl': JSON.stringify({ TimeGenerated: time, ...member(name, 'v') }),
  'logs/Door_CL.csv': `TimeGenerated,${name}\n${time},v\n`,
  'logs/SigninLogs.jsonl': JSON.stringify({ TimeGenerated: time, LocationDetails: member(name, { b: 'v' }) }),
})

const answers = new Map<string, readonly string[]>()
beforeAll(async () => {
  const lines = Object.values(requests)
  for (const name of names) {
    process.chdir(folderWith(project(name)))
    const stdin = lines.map(({ request }) => JSON.stringify(request(name))).join('\n')
    const { code, stdout, stderr } = await tripline(['query', '--batch'], { stdin })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    answers.set(name, nameless(stdout, name).trimEnd().split('\n'))
  }
})

test.each(Object.keys(requests).map((door, index) => [door, index] as const))('%s', (door, index) => {
  expect(answers.get('unheardOf')![index]).toContain(requests[door]!.says)
  for (const name of inherited) {
    expect({ name, answer: answers.get(name)![index] }).toEqual({ name, answer: answers.get(unheardOf(name))![index] })
  }
})
