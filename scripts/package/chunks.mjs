import { join } from 'node:path'

/**
 * Modules that are loaded together become one file, because each file takes long to load, whatever its size. A row has the modules
 * that each of its roots loads, but for those of rows above; a root is a path in `packages`.
 */
const rows = {
  homes: ['cli/dist/fork-replay-process.js', 'cli/dist/process/cached-chunks.js'],
  code: ['cli/dist/process/cached-chunks.js'],
  start: ['cli/dist/entry.js', 'cli/dist/test/jobs/local-replay.js'],
  help: ['cli/dist/entry.js', 'cli/dist/commands/check.js'],
  values: ['kql/dist/engine.js'],
  world: ['kql/dist/run/open-engine.js', 'cli/dist/test/jobs/local-replay.js'],
  yaml: ['kql/dist/duckdb/register-functions.js', 'cli/dist/test/jobs/local-replay.js'],
  limits: ['kql/dist/run/open-engine.js', 'kql/dist/run/prepare-compiler.js'],
  database: ['kql/dist/duckdb/database.js'],
  rules: ['cli/dist/commands/check.js', 'cli/dist/test/jobs/local-replay.js'],
  suites: ['cli/dist/commands/test.js', 'cli/dist/test/jobs/local-replay.js'],
  replay: ['cli/dist/test/jobs/local-replay.js'],
  command: ['cli/dist/commands/check.js', 'cli/dist/commands/test.js'],
  options: ['cli/dist/api/kql.js', 'cli/dist/commands/test.js'],
  messages: ['cli/dist/replay-process.js', 'cli/dist/test/jobs/start-replay-process.js'],
  tests: ['cli/dist/commands/coverage.js', 'cli/dist/commands/test.js'],
  checks: ['cli/dist/check/check-paths.js'],
  queries: ['kql/dist/run/open-engine.js'],
  logs: ['fixtures/dist/load/load-stored-log.js'],
  functions: ['kql/dist/duckdb/register-functions.js', 'kql/dist/compile/compile-query.js'],
  compiler: ['kql/dist/analysis/analyse-query.js', 'kql/dist/compile/compile-query.js'],
}

/** The groups of modules for the bundler; `imports`: the modules that each module loads. */
export function chunkGroups(root, imports) {
  const loaded = new Map()
  const loadedBy = path => {
    if (!loaded.has(path)) loaded.set(path, reachable(join(root, 'packages', path), imports))
    return loaded.get(path)
  }
  const count = Object.keys(rows).length
  return Object.entries(rows).map(([chunk, roots], index) => ({
    debugName: chunk,
    name: id => (roots.every(path => loadedBy(path).has(id)) ? chunk : null),
    priority: count - index,
  }))
}

/** A module and all that it loads. */
function reachable(start, imports) {
  const seen = new Set([start])
  for (const id of seen) for (const imported of imports.get(id) ?? []) if (imported) seen.add(imported)
  return seen
}
