import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { isError } from '@tripline/diagnostics'
import { openWorkspace, type QueryCache, type RunAnswer, type RunRequest, type Workspace } from '@tripline/kql/engine'
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
        const own = await openWorkspace(catalogue, dataset, cache)
        const answer = await inTime(own.run(request), request)
        if (answer) await own.close()
        return answer ?? tooLate(request)
      }
      shared ??= openWorkspace(world.catalogue, { ...world, tables: [] }, cache)
      const answer = await inTime((await shared).run(request), request)
      if (!answer) shared = undefined
      return answer ?? tooLate(request)
    },
    async close() {
      await (await shared)?.close()
    },
  }
}

/** How long after its time a run may still end by itself (milliseconds). */
const grace = 1_000

/**
 * The database heeds a time limit while it executes, not while it plans. A run that ignores its own is left behind, with its
 * workspace: undefined.
 */
async function inTime(run: Promise<RunAnswer>, { timeout }: LimitedRequest): Promise<RunAnswer | undefined> {
  const waiting = new AbortController()
  const late = setTimeout(timeout + grace, undefined, { signal: waiting.signal }).catch(() => undefined)
  const answer = await Promise.race([run, late])
  waiting.abort()
  return answer
}

type LimitedRequest = RunRequest & { readonly timeout: number }

function tooLate({ kql, timeout }: LimitedRequest): RunAnswer {
  const message = `the query took longer than ${timeout / 1000} s`
  return {
    ok: false,
    diagnostics: [{ kind: 'runtime', severity: 'error', code: 'timeout', message, start: 0, end: kql.length }],
  }
}
