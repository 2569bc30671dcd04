import { restoreDay } from '../src/index.ts'
import { fetchManifest } from '../src/vault/fetch-manifest.ts'
import { lastByDay, listVault } from '../src/vault/vault-state.ts'
import type { EmulatedVault, Row } from './archive-world.ts'

/** The archived rows of a table, day by day, in the order of time within a day. Rehydrates its parts. */
export async function restoredRows(
  { vault, container, rehydrate }: EmulatedVault,
  table: string,
): Promise<readonly Row[]> {
  const state = await listVault(vault)
  if (!state.ok) throw new Error(state.error.message)
  const { parts, manifests } = state.value.tables.get(table)!
  for (const name of parts.keys()) await rehydrate(`${container}/${name}`)
  const rows: Row[] = []
  for (const listed of lastByDay({ manifests }).values()) {
    const manifest = await fetchManifest(vault, listed)
    if (!manifest.ok) throw new Error(manifest.error.message)
    const chunks: Buffer[] = []
    const restored = await restoreDay(vault, manifest.value, bytes => chunks.push(Buffer.from(bytes)))
    if (!restored.ok) throw new Error(restored.error.message)
    const lines = Buffer.concat(chunks).toString().split('\n')
    rows.push(...lines.flatMap((line): readonly Row[] => (line === '' ? [] : [JSON.parse(line)])))
  }
  return rows.sort((one, other) => (one.TimeGenerated < other.TimeGenerated ? -1 : 1))
}
