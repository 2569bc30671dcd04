import { budgets, overBudget } from '@tripline/budgets'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import { isFolder, named, reasonOf } from '@tripline/files'
import {
  type Database,
  type Dataset,
  type Engine,
  findingId,
  fixOf,
  openDatabase,
  openEngine,
  type QueryCache,
  type QueryDiagnostic,
  type RunAnswer,
} from '@tripline/kql/engine'
import { projectReport } from '@tripline/project'
import type { Catalogue } from '@tripline/schemas'
import { queryCache } from '../cache/open-query-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { type LocalWorld, openContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { type BatchAnswer, type BatchFinding, showBatchAnswer } from '../views/query.batch.ts'
import { batchFile } from './batch-file.ts'
import { type BatchLogs, batchLogs } from './batch-logs.ts'
import { type BatchRequest, type ReadRequest, readBatchRequest } from './batch-request.ts'
import type { QuerySettings } from './query-text.ts'
import { requestLines } from './request-lines.ts'
import { resultOfRows } from './result-table.ts'

/** How many requests are read and compiled ahead of the one that runs. */
const readAhead = 8

/** Answers one request per line, in order, until standard input ends. Every line gets an answer. */
export async function run(args: Args<'query'>, { timeout }: QuerySettings, io: Io): Promise<ExitCode> {
  const { value: context, diagnostics } = await openContext({ folder: args.project })
  if (!context || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  const root = args.root ?? '.'
  const unusable = unusableRoot(root)
  if (unusable) return showDiagnostics([unusable], io)
  const logs = batchLogs()
  const engine = batchEngine(context.world, logs, queryCache(io))
  const answers: Promise<void>[] = []
  try {
    for await (const line of requestLines(io.stdin, budgets['batch-request'].limit)) {
      if (line?.trim() === '') continue
      const read = line === undefined ? tooLong : await readBatchRequest(line, engine.world, batchFile(root), logs.load)
      const answered = answerNext(read, answers.at(-1), engine, timeout, io)
      answers.push(answered)
      // Only one request's data is held at a time.
      if ('request' in read && read.request.dataset) await answered.then(logs.tidy)
      if (answers.length > readAhead) await answers.shift()
      if (io.stdout.broken) break
    }
    await answers.at(-1)
  } finally {
    await Promise.allSettled(answers)
    await engine.close()
    await logs[Symbol.asyncDispose]()
  }
  return exitCodes.ok
}

const tooLong: ReadRequest = {
  id: 'null',
  error: { code: 'batch-request', message: overBudget('batch-request'), kind: 'runtime' },
}

/** Why requests cannot name files in a folder. */
function unusableRoot(root: string): Diagnostic | undefined {
  try {
    return isFolder(named(root)) ? undefined : commandReport['option-value'](undefined, '--root', root, 'a folder')
  } catch (error) {
    return projectReport['file-unreadable'](undefined, root, reasonOf(error))
  }
}

/** A request is compiled while earlier ones run, and answered after them. */
async function answerNext(
  read: ReadRequest,
  before: Promise<void> | undefined,
  engine: BatchEngine,
  timeout: number,
  io: Io,
): Promise<void> {
  const prepared = 'request' in read ? engine.prepare(read.request) : undefined
  await before
  await prepared
  showBatchAnswer('request' in read ? await answer(read, engine, timeout, io) : read, io)
  await io.stdout.drained()
}

async function answer(
  { id, request }: { readonly id: string; readonly request: BatchRequest },
  engine: BatchEngine,
  timeout: number,
  io: Io,
): Promise<BatchAnswer> {
  const started = io.stopwatch()
  try {
    const answer = await engine.answer(request, timeout)
    const warnings = answer.diagnostics.filter(({ severity }) => severity === 'warning').map(batchFinding)
    const ms = Math.round(io.stopwatch() - started)
    if (answer.ok) return { id, result: resultOfRows(answer.rows), ms, warnings }
    const error = answer.diagnostics.find(({ severity }) => severity === 'error')!
    return { id, error: batchFinding(error), warnings }
  } catch (error) {
    // An internal error in one request must not affect the others.
    return { id, error: { code: 'internal', message: String(error), kind: 'internal' } }
  }
}

function batchFinding(found: QueryDiagnostic): BatchFinding {
  const { code, message, kind, start, end } = found
  const fix = fixOf(found)
  return { id: findingId(found), code, message, kind, span: { start, end }, ...(fix !== undefined && { fix }) }
}

interface BatchEngine {
  readonly world: LocalWorld
  /** What goes wrong here goes wrong again, and is reported, where the request is answered. */
  prepare(request: BatchRequest): Promise<void>
  answer(request: BatchRequest, timeout: number): Promise<RunAnswer>
  close(): Promise<void>
}

/** Requests without data share an engine; each of the others gets its own, on the same database. */
function batchEngine(world: LocalWorld, logs: BatchLogs, cache: QueryCache | undefined): BatchEngine {
  let database: Promise<Database> | undefined
  let shared: Promise<Engine> | undefined
  const openOn = async (catalogue: Catalogue, dataset: Dataset) => {
    if (dataset.logs?.length) return openEngine(catalogue, dataset, { cache, database: await logs.over(dataset.logs) })
    database ??= openDatabase()
    return openEngine(catalogue, dataset, { cache, database: await database })
  }
  const open = () => (shared ??= openOn(world.catalogue, { ...world, tables: [] }))
  return {
    world,
    async prepare({ dataset, ...request }) {
      if (!dataset)
        await open()
          .then(engine => engine.prepare(request))
          .catch(() => undefined)
    },
    async answer({ catalogue, dataset, ...request }, timeout) {
      if (!dataset) return (await open()).run({ ...request, timeout })
      await using own = await openOn(catalogue, dataset)
      return await own.run({ ...request, timeout })
    },
    async close() {
      await (await shared?.catch(() => undefined))?.close()
      const opened = await database?.catch(() => undefined)
      opened?.close()
    },
  }
}
