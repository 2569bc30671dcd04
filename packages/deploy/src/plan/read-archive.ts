import { type ArmAnswer, answered, type WorkspaceClient } from '@tripline/azure'
import type { ArchiveSettings, RoutedTable } from '@tripline/project'
import type { DesiredArchive, WorkspaceTable } from '../desired-archive.ts'

/** What an archive depends on: the region of the workspace, and which of the tables that a data export delivers it has. */
export async function readArchive(
  client: Pick<WorkspaceClient, 'accounts' | 'location' | 'tables'>,
  settings: ArchiveSettings,
  tables: readonly RoutedTable[],
): Promise<ArmAnswer<DesiredArchive>> {
  const location = await client.location()
  if (!location.ok) return location
  const answers = await Promise.all(tables.map(table => readTable(client, table)))
  const known: WorkspaceTable[] = []
  for (const answer of answers) {
    if (!answer.ok) return answer
    known.push(answer.value)
  }
  return answered({ settings, tables: known, accounts: client.accounts, location: location.value })
}

async function readTable(
  client: Pick<WorkspaceClient, 'tables'>,
  table: RoutedTable,
): Promise<ArmAnswer<WorkspaceTable>> {
  if (table.route !== 'export' && table.route !== 'query') return answered(table)
  const answer = await client.tables.get(table.table)
  // The service knows how its name is spelled.
  if (answer.ok)
    return answered({ ...table, table: answer.value.id, plan: String(answer.value.properties.plan ?? 'Analytics') })
  return answer.error.status === 404 ? answered(table) : answer
}
