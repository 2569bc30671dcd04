/** `pnpm bench [name …]`: runs the benchmarks `packages/<name>/bench/<name>.mjs`, all without a name. */
import { existsSync, readdirSync } from 'node:fs'

const packages = new URL('../packages/', import.meta.url)
const wanted = process.argv.slice(2)
const names = wanted.length > 0 ? wanted : readdirSync(packages)
for (const name of names) {
  const benchmark = new URL(`${name}/bench/${name}.mjs`, packages)
  if (existsSync(benchmark)) await import(benchmark.href)
}
