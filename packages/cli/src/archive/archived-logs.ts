import { type RowSink, restoreTables, type VaultReader } from '@tripline/archive'
import type { ArmAnswer } from '@tripline/azure'
import type { Diagnostic } from '@tripline/diagnostics'
import { type GrowingFile, named, removeFile, type TemporaryFolder } from '@tripline/files'
import { loadStoredLog, mergeTables } from '@tripline/fixtures'
import { type Dataset, type DelayedLog, openLogStore, type TypedTable } from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'

/** Archived rows as queries read them, and what is to be said about them. */
export interface ArchivedLogs {
  /** The tables that were read; some may have no rows. */
  readonly tables: ReadonlySet<string>
  readonly data: Required<Pick<Dataset, 'tables' | 'logs'>>
  readonly diagnostics: readonly Diagnostic[]
}

export interface WantedDays {
  readonly wants: (table: string) => boolean
  readonly from: string
  readonly to: string
}

/** Unpacked bytes that are moved to a file of the database at a time, after the day that they are of. */
const enough = 128 * 2 ** 20

/** Moves the archived rows of some days into files of the database's own form, day by day: only those of a few are unpacked. */
export async function archivedLogs(
  vault: VaultReader,
  wanted: WantedDays,
  catalogue: Catalogue,
  folder: TemporaryFolder,
): Promise<ArmAnswer<ArchivedLogs>> {
  const store = openLogStore(named(folder.path))
  const parts: (TypedTable | DelayedLog)[] = []
  const diagnostics: Diagnostic[] = []
  /** What is left of each table. */
  const ends: (() => Promise<void>)[] = []
  const open = (name: string): RowSink => {
    const table = catalogue.get(name)
    let file: GrowingFile | undefined
    let size = 0
    let files = 0
    const move = async () => {
      if (!file || !table) return
      file.close()
      const log = named(file.path)
      file = undefined
      size = 0
      const loaded = await loadStoredLog({ file: log, table }, store)
      diagnostics.push(...loaded.diagnostics)
      if (loaded.value) parts.push(loaded.value)
      removeFile(log)
    }
    ends.push(move)
    return {
      take(bytes) {
        if (!table) return
        if (!file) {
          files += 1
          file = folder.create(`${name}-${files}.jsonl`)
        }
        file.append(bytes)
        size += bytes.length
      },
      async endDay() {
        if (size >= enough) await move()
      },
    }
  }
  const restored = await restoreTables(vault, wanted, open)
  for (const end of ends) await end()
  if (!restored.ok) return restored
  const found = [...restored.value.findings, ...diagnostics]
  const tables = new Set(restored.value.tables)
  return { ok: true, value: { tables, data: mergeTables(parts), diagnostics: found } }
}
