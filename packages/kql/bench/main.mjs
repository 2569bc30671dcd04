import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
})
const options = { rows: Number(values.rows), rounds: Number(values.rounds), only: values.only }

const parts = {
  compile: async () => (await import('./compile.mjs')).benchCompile(),
  queries: async () => (await import('./queries.mjs')).benchQueries(options),
}

for (const part of positionals.length > 0 ? positionals : Object.keys(parts)) await parts[part]()
