/** `pnpm bench kql [compile] [cases] [queries] [windows] [load] [--rows N] [--rounds N] [--only NAME]`: all parts without a name of one. */
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
  cases: async () => (await import('./cases.mjs')).benchCases(),
  queries: async () => (await import('./queries.mjs')).benchQueries(options),
  load: async () =>
    (await import('./load.mjs')).benchLoad({ ...options, rows: options.rows / 10, rounds: options.rounds * 2 }),
  windows: async () => (await import('./windows.mjs')).benchWindows(options),
}

const wanted = Object.keys(parts).filter(part => positionals.includes(part))
for (const part of wanted.length > 0 ? wanted : Object.keys(parts)) await parts[part]()
