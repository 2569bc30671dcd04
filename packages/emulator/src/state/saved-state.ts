import type { Diagnosed } from '@tripline/diagnostics'
import { type FilePath, reasonOf } from '@tripline/files'
import { emulatorReport } from './emulator-report.ts'
import { type EmulatorState, emptyState, readState, writeState } from './emulator-state.ts'
import { readStateText, stateFile, writeStateText } from './state-folder.ts'

/** The state that the folder holds, with these workspaces at least; a new one where there is none. */
export function savedState(folder: FilePath | undefined, workspaces: readonly string[]): Diagnosed<EmulatorState> {
  try {
    const saved = folder && readStateText(folder)
    if (saved === undefined) return { value: emptyState(workspaces), diagnostics: [] }
    const value = readState(saved, workspaces)
    const wrong = emulatorReport['emulator-state-unreadable'](undefined, stateFile(folder!).path)
    return value ? { value, diagnostics: [] } : { diagnostics: [wrong] }
  } catch (error) {
    return { diagnostics: [unusableFolder(folder!, error)] }
  }
}

export const unusableFolder = ({ path }: FilePath, error: unknown) =>
  emulatorReport['emulator-state-folder'](undefined, path, reasonOf(error))

/** Writes the state when it has changed since it was last written. */
export function stateSaver(folder: FilePath, state: EmulatorState): () => void {
  let written = state.revision
  return () => {
    if (state.revision === written) return
    written = state.revision
    writeStateText(folder, writeState(state))
  }
}
