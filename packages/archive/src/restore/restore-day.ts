import { type ArmAnswer, answered, failed } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import { type HourCount, type Manifest, type Part, sliceEnd } from '../vault/manifest.ts'
import { type RestoredPart, rowChooser } from './choose-rows.ts'
import { unpackPart } from './unpack-part.ts'

/** The parts of a day. Of an hour that was filled, only the rows that the workspace had count. */
export function restoredParts({ parts, hours }: Pick<Manifest, 'parts' | 'hours'>): readonly RestoredPart[] {
  const filled = new Map(hours.flatMap(({ hour, filledBy }: HourCount) => (filledBy ? [[hour, filledBy]] : [])))
  return parts.flatMap((part): readonly RestoredPart[] => {
    if (part.rows === 0) return []
    const { name, length, sha256, slices } = part
    const rows = chosenRows(part, filled)
    return rows ? [{ part: { name, length, sha256 }, bytes: sliceEnd(slices.at(-1)), rows }] : []
  })
}

function chosenRows(
  { name, origin, slices }: Part,
  filled: ReadonlyMap<string, string>,
): RestoredPart['rows'] | undefined {
  if (origin === 'landing') return filled.size === 0 ? 'all' : { except: new Set(filled.keys()) }
  const own = slices.filter(({ of }) => filled.get(of) === name)
  if (own.length === 0) return undefined
  return own.length === slices.length ? 'all' : { slices: own }
}

/** The code of the error about a part whose bytes are not what they were. */
const partChanged = 'PartChanged'

/** Gives the rows of a day to `take`, as JSON lines, and compares the parts with their hashes. */
export async function restoreDay(
  vault: Pick<BlobStore, 'read'>,
  parts: readonly RestoredPart[],
  take: (bytes: Buffer) => void,
): Promise<ArmAnswer<void>> {
  for (const { part, bytes: end, rows } of parts) {
    const choose = rowChooser(rows)
    const unpacked = await unpackPart(vault, part, end, bytes => choose(bytes).forEach(take))
    if (!unpacked.ok) return unpacked
    const { sha256, fault } = unpacked.value
    if (fault !== undefined || sha256 !== part.sha256) {
      const message = `${part.name} is not what it was when it was written${fault === undefined ? '' : `: ${fault}`}`
      return failed(partChanged, message)
    }
  }
  return answered(undefined)
}
