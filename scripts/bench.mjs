/** `pnpm bench [name …]`: runs the benchmarks `packages/<name>/bench/<name>.mjs`, all without a name. */
import { existsSync, readdirSync } from 'node:fs'

const packages = new URL('../packages/', import.meta.url)
const wanted = process.argv.slice(2)
const benchmarkOf = name => new URL(`${name}/bench/${name}.mjs`, packages)
const known = readdirSync(packages).filter(name => existsSync(benchmarkOf(name)))
const names = wanted.length > 0 ? known.filter(name => wanted.includes(name)) : known
if (names.length === 0) {
  process.stderr.write(`no benchmark ${wanted[0]}; there are ${known.join(', ')}\n`)
  process.exitCode = 2
}
for (const name of names) await import(benchmarkOf(name).href)
