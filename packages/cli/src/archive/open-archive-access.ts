import { type ArchiveAccess, largestPart } from '@tripline/archive'
import { answered, type WorkspaceClient } from '@tripline/azure'
import { version } from '../command-line/plain-request.ts'
import type { Io } from '../process/io.ts'
import type { ArchiveStores } from './archive-stores.ts'
import type { OpenArchive } from './open-archive.ts'

/** What a run reads and writes. */
export const openArchiveAccess = ({ client, settings }: OpenArchive, stores: ArchiveStores, io: Io): ArchiveAccess => ({
  ...stores,
  workspace: client.resource,
  queries: client.queries,
  retentionDays: table => interactiveDays(client, table),
  tier: settings.vault.tier.value,
  writtenBy: { tool: `tripline ${version()}`, run: io.uuid() },
  now: () => io.clock().getTime(),
  largestPart,
})

async function interactiveDays({ tables }: WorkspaceClient, table: string) {
  const found = await tables.get(table)
  // Of every table that was read, these are numbers.
  return found.ok ? answered(Number(found.value.properties.retentionInDays)) : found
}
