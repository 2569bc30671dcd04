import type { WorkspaceTable } from '@tripline/azure'
import type { DesiredTable } from '../state/desired-state.ts'
import type { FieldChange } from './field-change.ts'

/** The settings in which a table differs from the desired ones. */
export function diffTable({ retention }: DesiredTable, actual: WorkspaceTable): readonly FieldChange[] {
  return (['plan', 'retentionInDays', 'totalRetentionInDays'] as const).flatMap(path =>
    retention[path] === undefined || retention[path] === actual[path]
      ? []
      : [{ path, from: actual[path], to: retention[path] }],
  )
}
