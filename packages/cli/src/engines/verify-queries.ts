import type { Diagnostic } from '@tripline/diagnostics'
import { comparingEngine, givenBy } from '@tripline/engines'
import type { FilePath } from '@tripline/files'
import { openDatabase, openEngine } from '@tripline/kql/engine'
import { readSource } from '@tripline/project'
import { queryCache } from '../cache/open-query-cache.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { loadDataset } from '../query/load-dataset.ts'
import type { GivenEngine } from './open-given-engine.ts'
import type { EngineVerification, Verified, VerifySettings } from './verify-cases.ts'

/** Compares the answers to queries of files over empty tables. `now`: ticks. */
export async function verifyQueries(
  files: readonly FilePath[],
  { world }: ProjectContext,
  { remote, tables, isInterrupted }: GivenEngine,
  { timeout, now, onSubject }: Omit<VerifySettings, 'wanted'> & { readonly now: bigint | undefined },
  io: Io,
): Promise<EngineVerification> {
  if (files.length === 0) return { verified: [], diagnostics: [] }
  const verified: Verified[] = []
  const diagnostics: Diagnostic[] = []
  using database = await openDatabase()
  const data = await loadDataset('', undefined, world, database)
  await using engine = await openEngine(world.catalogue, data.value!.dataset, { database, cache: queryCache(io) })
  const given = givenBy(world.catalogue, data.value!.dataset, tables)
  for (const { path, root } of files) {
    if (isInterrupted()) break
    onSubject(path)
    const source = await readSource({ path, root })
    diagnostics.push(...source.diagnostics)
    if (!source.value) continue
    const comparing = comparingEngine(engine, remote, given, comparison =>
      verified.push({ subject: { file: path }, comparison }),
    )
    await comparing.run({ kql: source.value.text, timeout, ...(now !== undefined && { now }) })
  }
  return { verified, diagnostics }
}
