import type { WindowTime } from '../plan/node.ts'
import type { Cell } from '../world/dataset.ts'
import type { Compilation, CompiledQuery } from './compile-query.ts'

/** The result of a compilation that is ready to run; with its plan, if it was compiled in this thread. */
export type EmittedQuery = Pick<CompiledQuery, 'sql' | 'guarded' | 'columns'> & Partial<Pick<CompiledQuery, 'lowered'>>

export type StageRows = readonly (readonly Cell[])[]

/** A compilation made now, by another thread, or in an earlier run: a query to run, or a stage to run first, or neither. */
export interface PreparedQuery extends Pick<Compilation, 'diagnostics'> {
  readonly query?: EmittedQuery
  readonly stage?: {
    readonly query: EmittedQuery
    readonly next: (rows: StageRows) => PreparedQuery | Promise<PreparedQuery>
  }
}

export type Compile = (kql: string, window: WindowTime | undefined) => Promise<PreparedQuery>
