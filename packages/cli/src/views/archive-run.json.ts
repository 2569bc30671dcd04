import type { ArchiveRun, RunFollower } from '@tripline/archive'
import { jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { progress } from './progress.human.ts'

/** Shows which day is being closed. */
export function followQuietly(io: Io): { readonly follower: RunFollower; finish(): void } {
  const line = progress(io)
  return { follower: { onDay: (table, day) => line.show(`${table} ${day}`) }, finish: line.end }
}

/** `{"workspace","closed":[{"table","day","revision","verdict",…,"parts":[…]}],"problems":[{"table","day"?,"error"}]}`. */
export function showArchiveRunJson({ closed, problems }: ArchiveRun, workspace: string, { stdout }: Io): void {
  stdout.write(jsonDocument({ workspace, closed, problems }))
}
