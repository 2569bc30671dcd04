import type { Cell } from './cell.ts'
import type { Compilation, CompiledQuery } from './compile-query.ts'
import type { RunWindow } from './run.ts'

/** What running a query takes. */
export type RunnableQuery = Pick<CompiledQuery, 'sql' | 'guarded' | 'columns'>

export type StageRows = readonly (readonly Cell[])[]

/** A compilation, made now, by another thread, or kept from an earlier run: a query to run, or a stage to run first, or neither. */
export interface PreparedQuery extends Pick<Compilation, 'diagnostics'> {
  readonly query?: RunnableQuery
  readonly stage?: {
    readonly query: RunnableQuery
    readonly next: (rows: StageRows) => PreparedQuery | Promise<PreparedQuery>
  }
}

export type Compile = (kql: string, window: RunWindow['by'] | undefined) => Promise<PreparedQuery>
