import { type FoundTable, findRows, type WantedRows } from '@tripline/archive'
import { type ArmAnswer, answered } from '@tripline/azure/answer'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import { readInPieces } from './read-in-pieces.ts'
import { readWhole } from './read-whole.ts'
import type { ReadRows, RowReading } from './row-reading.ts'

export interface ArchivedLogs {
  /** The tables that were looked for and found; some may have no rows. */
  readonly tables: ReadonlySet<string>
  /** Of the days that were found, by their hashes. */
  readonly manifests: readonly { readonly table: string; readonly day: string; readonly sha256: string }[]
  /** Absent after an error. */
  readonly read?: ReadRows
  readonly diagnostics: readonly Diagnostic[]
}

/** Unpacked bytes that are read into memory; about twice as much is used then. */
const mostInMemory = 2 ** 30

const unpackedSize = (tables: readonly FoundTable[]): number =>
  tables
    .flatMap(({ days }) => days)
    .flatMap(({ parts }) => parts)
    .reduce((sum, { bytes }) => sum + bytes, 0)

/** Reads the archived rows of some days: into memory, or into files of the database if they are many or unusual. */
export async function archivedLogs(wanted: WantedRows, reading: RowReading): Promise<ArmAnswer<ArchivedLogs>> {
  const found = await findRows(reading.vault, wanted)
  if (!found.ok) return found
  const { tables, findings } = found.value
  const logs = {
    tables: new Set(tables.map(({ table }) => table)),
    manifests: tables.flatMap(({ table, days }) => days.map(({ day, manifest }) => ({ table, day, sha256: manifest }))),
  }
  if (findings.some(isError)) return answered({ ...logs, diagnostics: findings })
  const known = tables.filter(({ table }) => reading.catalogue.get(table))
  const whole = unpackedSize(known) <= mostInMemory ? await readWhole(known, reading) : answered(undefined)
  if (!whole.ok) return whole
  const read = whole.value ? answered(whole.value) : await readInPieces(known, reading)
  if (!read.ok) return read
  return answered({ ...logs, read: read.value, diagnostics: [...findings, ...read.value.diagnostics] })
}
