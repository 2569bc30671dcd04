/** Runs in a thread of `compileAhead`: answers what it compiled. */
import { parentPort, workerData } from 'node:worker_threads'
import { keep } from './cache/kept-query.ts'
import type { CompileAnswer, CompileOrder, ThreadWorld } from './compile-ahead.ts'
import { type Compilation, compileQuery } from './compile-query.ts'
import { worldOf } from './world-data.ts'

const { world: data, stored } = workerData as ThreadWorld
const world = worldOf(data)
/** Those whose stage may be asked what follows. */
const staged = new Map<string, Compilation>()

function compile({ kql, window, answers }: CompileOrder): Compilation {
  const key = `${window ?? ''} ${kql}`
  const first = staged.get(key) ?? compileQuery(kql, world, stored, window)
  if (first.stage) staged.set(key, first)
  return answers.reduce((compilation, rows) => compilation.stage!.next(rows), first)
}

function answer(order: CompileOrder): CompileAnswer {
  try {
    return { id: order.id, query: keep(compile(order)) }
  } catch (fault) {
    return { id: order.id, fault }
  }
}

parentPort!.on('message', (order: CompileOrder) => parentPort!.postMessage(answer(order)))
