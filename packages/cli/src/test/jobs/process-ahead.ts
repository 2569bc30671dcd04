import { type TemporaryFolder, temporaryFolder } from '@tripline/files'
import type { Io } from '../../process/io.ts'
import { type Jobs, processesFor } from './jobs.ts'
import { hasProcesses, type ReadyProcess, readyReplayProcess } from './start-replay-process.ts'

/** The first process that will replay test files, and the log folder of the world that it gets. */
export interface ProcessAhead extends Disposable {
  readonly process: ReadyProcess
  readonly folder: TemporaryFolder
}

/** Forks a process that loads the database while the command reads the project; undefined if that saves no time. */
export function processAhead(jobs: Jobs, env: Io['env']): ProcessAhead | undefined {
  if (!hasProcesses || jobs.most < 2 || processesFor(1, jobs) === 0) return undefined
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
