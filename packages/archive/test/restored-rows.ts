import { restoreDay, restoredParts } from '../src/restore/restore-day.ts'
import { fetchManifest } from '../src/vault/fetch-manifest.ts'
import type { Manifest } from '../src/vault/manifest.ts'
import { lastByDay, listVault } from '../src/vault/vault-state.ts'
import type { EmulatedVault, Row } from './archive-world.ts'

/** The last manifests of the days of a table. */
export async function lastManifests(
  { vault }: Pick<EmulatedVault, 'vault'>,
  table: string,
): Promise<readonly Manifest[]> {
  const state = await listVault(vault)
  if (!state.ok) throw new Error(state.error.message)
  const manifests: Manifest[] = []
  for (const listed of lastByDay(state.value.tables.get(table)!).values()) {
    const manifest = await fetchManifest(vault, listed)
    if (!manifest.ok) throw new Error(manifest.error.message)
    manifests.push(manifest.value)
  }
  return manifests
}

/** The archived rows of a table, day by day, in the order of time within a day. Rehydrates its parts. */
export async function restoredRows(
  { vault, container, rehydrate }: EmulatedVault,
  table: string,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const manifest of await lastManifests({ vault }, table)) {
    for (const { name } of manifest.parts) await rehydrate(`${container}/${name}`)
    const chunks: Buffer[] = []
    const restored = await restoreDay(vault, restoredParts(manifest), bytes => chunks.push(Buffer.from(bytes)))
    if (!restored.ok) throw new Error(restored.error.message)
    const lines = Buffer.concat(chunks).toString().split('\n')
    rows.push(...lines.flatMap((line): readonly Row[] => (line === '' ? [] : [JSON.parse(line)])))
  }
  return rows.sort((one, other) => (one.TimeGenerated < other.TimeGenerated ? -1 : 1))
}
