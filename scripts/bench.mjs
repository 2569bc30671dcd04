/** `pnpm bench [name [part …] …] [--option value …]`: runs the benchmarks of those names, or all; options are theirs. */
const benchmarks = {
  kql: '../packages/kql/bench/kql.mjs',
  rules: '../packages/rules/bench/rules.mjs',
  start: '../packages/cli/bench/start.mjs',
  replay: '../packages/cli/bench/replay.mjs',
  logs: '../packages/cli/bench/replay-logs.mjs',
  shapes: '../packages/cli/bench/shapes.mjs',
  shared: '../packages/cli/bench/replay-shared.mjs',
  why: '../packages/cli/bench/why.mjs',
  adopt: '../packages/cli/bench/adopt.mjs',
  deploy: '../packages/deploy/bench/deploy.mjs',
  archive: '../packages/cli/bench/archive.mjs',
  engines: '../packages/cli/bench/engines.mjs',
}

/** What runs of a benchmark if it is named after it. */
const parts = { kql: ['compile', 'cases', 'queries', 'load', 'windows'] }

const options = process.argv.findIndex(argument => argument.startsWith('--'))
const names = process.argv.slice(2, options < 0 ? undefined : options)
const isPart = name => names.some(benchmark => parts[benchmark]?.includes(name))
const unknown = names.find(name => !Object.hasOwn(benchmarks, name) && !isPart(name))
if (unknown !== undefined) {
  process.stderr.write(`no benchmark ${unknown}; there are ${Object.keys(benchmarks).join(', ')}\n`)
  process.exitCode = 2
} else {
  for (const [name, path] of Object.entries(benchmarks)) {
    if (names.length === 0 || names.includes(name)) await import(path)
  }
}
