import { setImmediate } from 'node:timers/promises'
import type { KeptCode } from '../cache/kept-code.ts'
import { compileQuery } from '../compile/compile-query.ts'
import { loadParser } from '../frontend/parser.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { sharedWorld } from './shared-world.ts'

/**
 * Loads the parser, and compiles a query, since most of what the first one takes is shared by all. Stops between two steps when
 * `isOver`.
 */
export async function prepareCompiler(
  world: QueryWorld,
  code: KeptCode | undefined,
  isOver: () => boolean,
): Promise<void> {
  const steps = [
    () => loadParser(code && (() => code.read())),
    () => void compileQuery('print x = 1', sharedWorld(world), new Map()),
  ]
  for (const step of steps) {
    await setImmediate()
    if (isOver()) return
    step()
  }
}
