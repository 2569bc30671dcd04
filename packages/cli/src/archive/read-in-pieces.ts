import { type FoundTable, type RowSink, restoreTable } from '@tripline/archive'
import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { Diagnostic } from '@tripline/diagnostics'
import { type GrowingFile, named, removeFile } from '@tripline/files'
import { loadStoredLog, mergeTables } from '@tripline/fixtures'
import { type DelayedLog, type LogStore, openLogStore, type TypedTable } from '@tripline/kql/engine'
import type { Table } from '@tripline/schemas'
import type { ReadRows, RowReading } from './row-reading.ts'

/** Unpacked bytes that are moved to a file of the database at a time, after the day that they are of. */
const enough = 128 * 2 ** 20

type TablePart = TypedTable | DelayedLog

/** Moves rows into files of the database's own form, day by day: only those of a few days are unpacked. */
export async function readInPieces(
  tables: readonly FoundTable[],
  { vault, catalogue, folder, databases }: RowReading,
): Promise<ArmAnswer<ReadRows>> {
  const store = openLogStore(named(folder.path))
  const parts: TablePart[] = []
  const diagnostics: Diagnostic[] = []
  for (const found of tables) {
    const pieces = piecesOf(catalogue.get(found.table)!, name => folder.create(name), store)
    const restored = await restoreTable(vault, found, pieces)
    await pieces.end()
    if (!restored.ok) return restored
    parts.push(...pieces.parts)
    diagnostics.push(...pieces.diagnostics)
  }
  const data = mergeTables(parts)
  return answered({ database: await databases.over(data.logs), data, diagnostics })
}

/** Moves the rows of a table, piece by piece. */
function piecesOf(table: Table, create: (name: string) => GrowingFile, store: LogStore) {
  const parts: TablePart[] = []
  const diagnostics: Diagnostic[] = []
  let file: GrowingFile | undefined
  let size = 0
  let pieces = 0
  const move = async () => {
    if (!file) return
    file.close()
    const log = named(file.path)
    file = undefined
    size = 0
    const loaded = await loadStoredLog({ file: log, table }, store)
    diagnostics.push(...loaded.diagnostics)
    if (loaded.value) parts.push(loaded.value)
    removeFile(log)
  }
  const sink: Required<RowSink> = {
    take(bytes) {
      if (!file) {
        pieces += 1
        file = create(`${table.name}-${pieces}.jsonl`)
      }
      file.append(bytes)
      size += bytes.length
    },
    async endDay() {
      if (size >= enough) await move()
    },
  }
  return { ...sink, end: move, parts, diagnostics }
}
