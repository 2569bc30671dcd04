/** Worker thread of `compileAhead`: posts its compilations. */
import { parentPort, workerData } from 'node:worker_threads'
import { loadParser } from '../frontend/parser.ts'
import { boundedCache } from '../limits/bounded-cache.ts'
import { worldOf } from '../world/world-data.ts'
import type { CompileAnswer, CompileOrder, ThreadWorld } from './compile-ahead.ts'
import { type Compilation, compileQuery } from './compile-query.ts'
import { plain } from './plain-query.ts'

const { world: data, stored, code } = workerData as ThreadWorld
loadParser(() => code)
const world = worldOf(data)
/** Compilations that may still receive the rows of a stage. */
const staged = boundedCache<Compilation>(8)

function compile({ kql, window, answers }: CompileOrder): Compilation {
  const first = staged.get(`${window ?? ''} ${kql}`, () => compileQuery(kql, world, stored, window))
  return answers.reduce((compilation, rows) => compilation.stage!.next(rows), first)
}

function answer(order: CompileOrder): CompileAnswer {
  try {
    return { id: order.id, query: plain(compile(order)) }
  } catch (fault) {
    return { id: order.id, fault }
  }
}

parentPort!.on('message', (order: CompileOrder) => parentPort!.postMessage(answer(order)))
