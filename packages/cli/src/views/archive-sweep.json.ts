import { diagnosticRow, jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { ShownSweep } from './archive-sweep.human.ts'

/** `{"workspace","isDeleted","days":[{"table","day","files","bytes","kept"}],"findings":[…]}`. */
export function showSweepJson({ workspace, isDeleted, days, findings }: ShownSweep, { stdout }: Io): void {
  stdout.write(jsonDocument({ workspace, isDeleted, days, findings: findings.map(diagnosticRow) }))
}
