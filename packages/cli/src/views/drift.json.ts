import type { Drift } from '@tripline/deploy'
import { jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

/** `{"workspace","drifted":[{"type","id","name","cause","reason"?,"changes"}],"unowned":[…],"pending","unchanged"}`. */
export function showDriftJson({ resource: _, ...drift }: Drift, { stdout }: Io): void {
  stdout.write(jsonDocument({ ...drift }))
}
