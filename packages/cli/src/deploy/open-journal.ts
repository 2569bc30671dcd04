import { join } from 'node:path'
import { type DeployPlan, type Journal, planHash } from '@tripline/deploy'
import type { Diagnostic } from '@tripline/diagnostics'
import { type AppendedFile, appendFile, inside, reasonOf } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'

/** The journal of one plan, in the project's own folder. */
export interface OpenJournal {
  readonly path: string
  readonly write: Journal
  /** What kept it from being written, if something did: applying goes on all the same. */
  close(): readonly Diagnostic[]
}

/** What the names of a workspace's journals begin with. */
export const journalPrefix = (workspace: string): string => `${workspace.replace(/[^\w-]/g, '_')}-`

/** Opens the journal of a plan. Applying the same plan again continues it. */
export function openJournal(plan: DeployPlan, root: string, io: Io): OpenJournal {
  const name = `${journalPrefix(plan.workspace)}${planHash(plan).slice(0, 8)}.jsonl`
  const path = join(root, '.tripline', 'journal', name)
  let file: AppendedFile | undefined
  let fault: string | undefined
  return {
    path,
    write(entry) {
      if (fault !== undefined) return
      try {
        file ??= appendFile(inside(root, path))
        file.append(`${JSON.stringify({ at: io.clock().toISOString(), ...entry })}\n`)
      } catch (error) {
        fault = reasonOf(error)
      }
    },
    close() {
      file?.close()
      return fault === undefined ? [] : [commandReport['journal-unwritable'](undefined, path, fault)]
    },
  }
}
