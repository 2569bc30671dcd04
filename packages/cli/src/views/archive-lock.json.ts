import { mostExtensions } from '@tripline/archive'
import { jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { LockedContainer } from './archive-lock.human.ts'

/** `{"workspace","container","action","days","extensionsLeft"}`; `action` is what was done. */
export function showLockedJson({ workspace, container, action, policy }: LockedContainer, { stdout }: Io): void {
  const { days, extensions } = policy
  stdout.write(jsonDocument({ workspace, container, action, days, extensionsLeft: mostExtensions - extensions }))
}
