import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore, NewBlob, StoredBlob } from '@tripline/azure/blobs'
import type { Day } from '../day.ts'
import type { Part, Slice } from '../vault/manifest.ts'
import { partName } from '../vault/vault-names.ts'
import { comparing, type PartSink, partSink } from './part-sink.ts'

/** Where the next part of a day goes. */
export interface PartNames {
  readonly table: string
  readonly day: Day
  /** The parts in the vault, also those that no manifest names. */
  readonly stored: ReadonlyMap<string, StoredBlob>
  /** The first number that no manifest has. */
  readonly next: number
}

/** What was packed, and its slices in their order. */
export interface Packed {
  readonly slices: readonly Slice[]
}

/**
 * Creates one part. After an interrupted run its name may be taken: by the same bytes, which then count, or by others, which stay
 * and are not part of the day; then it gets the next name.
 */
export async function writePart<Content extends Packed>(
  { table, day, stored, next }: PartNames,
  vault: BlobStore,
  { tier, origin }: Pick<NewBlob, 'tier'> & Pick<Part, 'origin'>,
  pack: (sink: PartSink) => Promise<ArmAnswer<Content>>,
): Promise<ArmAnswer<{ readonly part: Part; readonly content: Content }>> {
  for (let number = next; ; number++) {
    const name = partName(table, day, number)
    const taken = stored.get(name)
    const sink = partSink(taken ? comparing(taken) : vault, name)
    const content = await pack(sink)
    if (!content.ok) return content
    const { slices } = content.value
    const rows = slices.reduce((sum, slice) => sum + slice.rows, 0)
    const written = await sink.end(({ sha256 }) => ({
      tier,
      contentType: 'application/gzip',
      metadata: { sha256, rows: String(rows), origin },
    }))
    if (!written.ok) return written
    const { creation, ...packed } = written.value
    if (creation !== 'taken')
      return answered({ part: { name, ...packed, rows, origin, slices }, content: content.value })
  }
}
