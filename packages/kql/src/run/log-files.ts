import type { LogTable } from '../world/dataset.ts'

/** The files that tables with stored logs read. */
export const logFiles = (logs: readonly LogTable[] = []): ReadonlySet<string> =>
  new Set(logs.flatMap(({ parts }) => parts.flatMap(part => ('log' in part ? [part.log.file] : []))))
