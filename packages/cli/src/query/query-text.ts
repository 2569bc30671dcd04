import { text as readAll } from 'node:stream/consumers'
import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { readSource } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import type { Io } from '../process/io.ts'

/** The query that an invocation of `query` or `archive query` is about, from its argument, a file or standard input. */
export async function queryText(
  { text, file }: Pick<Args<'query'>, 'text' | 'file'>,
  io: Io,
): Promise<Diagnosed<SourceFile>> {
  if ((text === undefined) === (file === undefined)) {
    return { diagnostics: [commandReport['option-conflict'](undefined, 'pass either a query or -f FILE')] }
  }
  if (text !== undefined) return { value: { path: 'query', text }, diagnostics: [] }
  if (file === '-') return { value: { path: 'stdin', text: await readAll(io.stdin) }, diagnostics: [] }
  return readSource(named(file!))
}

/** The options that are read alike in every mode. */
export interface QuerySettings {
  /** Milliseconds. */
  readonly timeout: number
  readonly columns?: readonly string[] | undefined
}
