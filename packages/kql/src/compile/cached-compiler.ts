import { digest } from '../cache/world-key.ts'
import { plain, revive } from './plain-query.ts'
import type { Compile, PreparedQuery, StageRows } from './prepared-query.ts'
import type { QueryCache } from './query-cache.ts'

/** Compiles what the cache does not hold. `world`: the key of all that queries can see beside their text. */
export const cachedCompiler =
  (compile: Compile, cache: QueryCache, world: string): Compile =>
  (kql, window) =>
    prepare(digest([world, window ?? '', kql]), () => compile(kql, window), cache)

/** What a stage's rows lead to is kept under the key of those rows; the compiler is needed only for rows not met before. */
async function prepare(
  key: string,
  compile: () => PreparedQuery | Promise<PreparedQuery>,
  cache: QueryCache,
): Promise<PreparedQuery> {
  let compiling: Promise<PreparedQuery> | undefined
  const compiled = () => (compiling ??= Promise.resolve(compile()))
  const kept = cache.read(key) ?? plain(await compiled())
  if (compiling && !kept.diagnostics.some(({ kind }) => kind === 'runtime')) cache.write(key, kept)
  const afterStage = async (rows: StageRows) => (await compiled()).stage!.next(rows)
  return revive(kept, rows => prepare(digest([key, rows]), () => afterStage(rows), cache))
}
