import type { Diagnostic } from '@tripline/diagnostics'
import { archiveReport } from '../archive-report.ts'
import type { Manifest } from './manifest.ts'
import { manifestName } from './vault-names.ts'
import type { ListedManifest, TableState } from './vault-state.ts'

/** What a list shows to be wrong with the chain of a table: numbers that no manifest has, and what follows another manifest. */
export function chainFindings({ table, manifests }: TableState): readonly Diagnostic[] {
  return manifests.flatMap((listed, index): readonly Diagnostic[] => {
    const { blob, sequence, previous } = listed
    const before = manifests[index - 1]
    const next = (before?.sequence ?? 0) + 1
    if (sequence > next) {
      const [first, more] = [manifestName(table, next), sequence - next - 1]
      return [archiveReport['archive-manifest-missing'](undefined, first, more)]
    }
    const isBroken = previous !== undefined && !continues({ sequence, previous }, before)
    return isBroken ? [archiveReport['archive-chain-broken'](undefined, blob.name)] : []
  })
}

/** Whether a manifest follows the one before it, if that is there. */
export const continues = (
  { sequence, previous }: Pick<Manifest, 'sequence' | 'previous'>,
  before: ListedManifest | undefined,
): boolean => (sequence === 1 ? previous === null : before?.sequence !== sequence - 1 || previous === before.sha256)
