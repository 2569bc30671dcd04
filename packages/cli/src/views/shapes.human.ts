import { text } from '@tripline/diagnostics'
import { logShape, type TableLogs } from '@tripline/fixtures'
import type { Io } from '../process/io.ts'

/** How logs were read; of several files of a table, the first stands for all. */
export async function showShapes(logs: readonly TableLogs[], { stderr }: Io): Promise<void> {
  for (const { table, files } of logs) {
    const [first, ...others] = files
    const shape = first && (await logShape(first, table))
    const more = others.length > 0 ? text`, and ${others.length} more` : text``
    if (shape) stderr.write(text`${first.path}: read as ${shape}${more}\n`)
  }
}
