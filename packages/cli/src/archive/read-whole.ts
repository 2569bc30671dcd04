import { type FoundTable, restoreTable } from '@tripline/archive'
import { type ArmAnswer, answered } from '@tripline/azure/answer'
import { isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { loadLogs, type TableLogs } from '@tripline/fixtures'
import type { ReadRows, RowReading } from './row-reading.ts'

/** Reads rows as recorded logs are read, one file a table; undefined if anything in them needs more care than that. */
export async function readWhole(
  tables: readonly FoundTable[],
  { vault, catalogue, folder, databases }: RowReading,
): Promise<ArmAnswer<ReadRows | undefined>> {
  const logs: TableLogs[] = []
  for (const found of tables) {
    const file = folder.create(`${found.table}.jsonl`)
    const restored = await restoreTable(vault, found, { take: bytes => file.append(bytes) })
    file.close()
    if (!restored.ok) return restored
    logs.push({ table: catalogue.get(found.table)!, files: [named(file.path)] })
  }
  const database = await databases.over()
  const { value, diagnostics } = await loadLogs(logs, database)
  if (!value || diagnostics.some(isError)) return answered(undefined)
  return answered({ database, data: { tables: value, logs: [] }, diagnostics })
}
