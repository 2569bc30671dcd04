import { createHash } from 'node:crypto'
import type { Queries } from '@tripline/azure'
import { type ArmAnswer, answered } from '@tripline/azure/answer'
import { parseDatetimeIso } from '@tripline/schemas'
import type { Slice } from '../vault/manifest.ts'
import { queriedRows } from '../workspace/queried-rows.ts'
import type { PartSink } from './part-sink.ts'

/** An hour whose rows are taken from the workspace, and how many it has counted. */
export interface DueHour {
  readonly hour: string
  readonly rows: number
}

/** Packs the rows that the workspace has of some hours, until the part is large enough. */
export async function packQueried(
  queries: Queries,
  table: string,
  hours: readonly DueHour[],
  sink: PartSink,
  largest: number,
): Promise<ArmAnswer<readonly Slice[]>> {
  const slices: Slice[] = []
  let offset = 0
  for (const { hour, rows } of hours) {
    const hash = createHash('sha256')
    let length = 0
    const start = parseDatetimeIso(`${hour}:00:00Z`)!
    const error = await queriedRows(queries, table, { start, rows }, async lines => {
      const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''))
      hash.update(bytes)
      length += bytes.length
      return sink.write(bytes)
    })
    if (error) return { ok: false, error }
    slices.push({ of: hour, from: 0, offset, length, sha256: hash.digest('hex'), rows })
    offset += length
    if (sink.packed >= largest) break
  }
  return answered(slices)
}
