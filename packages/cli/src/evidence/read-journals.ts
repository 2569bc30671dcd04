import { join } from 'node:path'
import { isRecord } from '@tripline/diagnostics'
import type { Gap, JournalledChange } from '@tripline/evidence'
import { below, entryKind, inside, listFolder, readFile, reasonOf } from '@tripline/files'
import { journalPrefix } from '../deploy/open-journal.ts'

/** The steps of deployments of a workspace that were made from this folder, as far as their journals are here. */
export function readJournals(
  root: string,
  workspace: string,
): { readonly journal: readonly JournalledChange[] } | { readonly gap: Gap } {
  const path = join(root, '.tripline', 'journal')
  if (entryKind(path) === undefined) {
    return { gap: { what: 'journal', reason: 'no deployment was made from this folder', isFailure: false } }
  }
  const folder = inside(root, path)
  const isOwn = (name: string) => name.startsWith(journalPrefix(workspace)) && name.endsWith('.jsonl')
  try {
    const files = listFolder(folder).filter(({ name, kind }) => kind === 'file' && isOwn(name))
    const lines = files.flatMap(({ name }) => readFile(below(folder, name)).toString('utf8').split('\n'))
    return { journal: lines.flatMap(line => entryIn(line) ?? []) }
  } catch (error) {
    return { gap: { what: 'journal', reason: reasonOf(error), isFailure: true } }
  }
}

/** A step that has ended; the last line of a journal may have been cut off. */
function entryIn(line: string): JournalledChange | undefined {
  try {
    const entry: unknown = JSON.parse(line)
    if (!isRecord(entry) || entry.event !== 'ended') return undefined
    const { at, type, id, action, outcome } = entry
    return { at: String(at), type: String(type), id: String(id), action: String(action), outcome: String(outcome) }
  } catch {
    return undefined
  }
}
