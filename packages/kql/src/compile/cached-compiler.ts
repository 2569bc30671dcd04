import { digest, jsonDigest } from '../cache/world-key.ts'
import { plain, restoreQuery } from './plain-query.ts'
import type { Compile, PreparedQuery, StageRows } from './prepared-query.ts'
import type { QueryCache } from './query-cache.ts'

/** A compiler that asks the cache first. `world`: the key of everything that queries can see apart from their text. */
export const cachedCompiler =
  (compile: Compile, cache: QueryCache, world: string): Compile =>
  (kql, window) =>
    prepare(jsonDigest([world, window ?? '', kql]), () => compile(kql, window), cache)

/** The compilation that follows a stage is cached under a key of its rows, so the compiler is needed only for new rows. */
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
  const restored = restoreQuery(kept, rows => prepare(digest([key, rows]), () => afterStage(rows), cache))
  const lowered = (await compiling)?.query?.lowered
  return restored.query && lowered ? { ...restored, query: { ...restored.query, lowered } } : restored
}
