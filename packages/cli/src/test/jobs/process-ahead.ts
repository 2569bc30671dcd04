import { availableParallelism } from 'node:os'
import { type TemporaryFolder, temporaryFolder } from '@tripline/files'
import type { Io } from '../../process/io.ts'
import { hasProcesses, type ReadyProcess, readyReplayProcess } from './start-replay-process.ts'

/** The first process that will replay test files, and the log folder of the world that it gets. */
export interface ProcessAhead extends Disposable {
  readonly process: ReadyProcess
  readonly folder: TemporaryFolder
}

/** Forks a process that loads the database while the command reads its arguments and the project; undefined if that saves no time. */
export function processAhead(env: Io['env']): ProcessAhead | undefined {
  if (!hasProcesses || availableParallelism() < 2) return undefined
  const folder = temporaryFolder()
  const process = readyReplayProcess(folder.path, env)
  return {
    process,
    folder,
    [Symbol.dispose]() {
      process[Symbol.dispose]()
      folder.remove()
    },
  }
}
