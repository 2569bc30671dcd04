import { type ArmAnswer, answered, failed } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import type { HourCount, Manifest } from '../vault/manifest.ts'
import { type RestoredPart, rowChooser } from './choose-rows.ts'
import { unpackPart } from './unpack-part.ts'

/** The parts of a day. Of an hour that was filled, only the rows that the workspace had count. */
export function restoredParts({ parts, hours }: Pick<Manifest, 'parts' | 'hours'>): readonly RestoredPart[] {
  const filled = new Map(hours.flatMap(({ hour, filledBy }: HourCount) => (filledBy ? [[hour, filledBy]] : [])))
  return parts.flatMap((part): readonly RestoredPart[] => {
    if (part.rows === 0) return []
    if (part.origin === 'landing') {
      return [{ part, rows: filled.size === 0 ? 'all' : { except: new Set(filled.keys()) } }]
    }
    const slices = part.slices.filter(({ of }) => filled.get(of) === part.name)
    if (slices.length === 0) return []
    return [{ part, rows: slices.length === part.slices.length ? 'all' : { slices } }]
  })
}

/** The code of the error about a part whose bytes are not what they were. */
const partChanged = 'PartChanged'

/** Gives the rows of a day to `take`, as JSON lines, and compares the parts with their hashes. */
export async function restoreDay(
  vault: Pick<BlobStore, 'read'>,
  manifest: Pick<Manifest, 'parts' | 'hours'>,
  take: (bytes: Buffer) => void,
): Promise<ArmAnswer<void>> {
  for (const { part, rows } of restoredParts(manifest)) {
    const choose = rowChooser(rows)
    const unpacked = await unpackPart(vault, part, bytes => choose(bytes).forEach(take))
    if (!unpacked.ok) return unpacked
    const { sha256, fault } = unpacked.value
    if (fault !== undefined || sha256 !== part.sha256) {
      const message = `${part.name} is not what it was when it was written${fault === undefined ? '' : `: ${fault}`}`
      return failed(partChanged, message)
    }
  }
  return answered(undefined)
}
