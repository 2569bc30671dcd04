import { createInterface } from 'node:readline'
import { isError } from '@tripline/diagnostics'
import { openWorkspace, type QueryCache, type RunAnswer, type Workspace } from '@tripline/kql/engine'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Args } from '../grammar.ts'
import type { Io } from '../io.ts'
import { queryCache } from '../query-cache.ts'
import { resultOfRows } from '../result-table.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { type BatchAnswer, showBatchAnswer } from '../views/query.batch.ts'
import { type LocalWorld, openWorkplace } from '../workplace.ts'
import { type BatchRequest, readBatchRequest } from './batch-request.ts'

/** Answers one request a line, in order, until standard input ends. Whatever a line holds, it gets an answer. */
export async function run(args: Args<'query'>, timeout: number, io: Io): Promise<ExitCode> {
  const { value: place, diagnostics } = await openWorkplace({ folder: args.project })
  if (!place || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  const engine = batchEngine(place.world, queryCache(io))
  for await (const line of createInterface({ input: io.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    showBatchAnswer(await answerLine(line, engine, timeout, io), io)
    await io.stdout.drained()
  }
  await engine.close()
  return exitCodes.ok
}

async function answerLine(line: string, engine: BatchEngine, timeout: number, io: Io): Promise<BatchAnswer> {
  const started = io.stopwatch()
  const read = await readBatchRequest(line, engine.world)
  const { id } = read
  if ('error' in read) return read
  try {
    const answer = await engine.answer(read.request, timeout)
    if (answer.ok) return { id, result: resultOfRows(answer.rows), ms: Math.round(io.stopwatch() - started) }
    const { code, message, kind, start, end } = answer.diagnostics.find(({ severity }) => severity === 'error')!
    return { id, error: { code, message, kind, span: { start, end } } }
  } catch (error) {
    // A fault of our own in one request must not cost the others their answers.
    return { id, error: { code: 'internal', message: String(error), kind: 'internal' } }
  }
}

interface BatchEngine {
  readonly world: LocalWorld
  answer(request: BatchRequest, timeout: number): Promise<RunAnswer>
  close(): Promise<void>
}

/** Requests without data of their own share a workspace; the others get one each. */
function batchEngine(world: LocalWorld, cache: QueryCache | undefined): BatchEngine {
  let shared: Promise<Workspace> | undefined
  return {
    world,
    async answer({ kql, now, catalogue, dataset }, timeout) {
      const request = { kql, timeout, ...(now !== undefined && { now }) }
      if (dataset) {
        await using own = await openWorkspace(catalogue, dataset, cache)
        return await own.run(request)
      }
      shared ??= openWorkspace(world.catalogue, { ...world, tables: [] }, cache)
      return (await shared).run(request)
    },
    async close() {
      await (await shared)?.close()
    },
  }
}
