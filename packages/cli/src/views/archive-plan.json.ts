import { planDocument } from '@tripline/deploy'
import { jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { confidenceIn, type ShownArchive } from './archive-text.ts'

/** The document of a plan, with `tables: [{table, route, confidence}]` and `volume: {exported, packed}` in gigabytes a month. */
export function showArchivePlanJson({ plan, archive, volume }: ShownArchive, { stdout }: Io): void {
  const tables = archive.tables.map(table => ({
    table: table.table,
    route: table.route,
    confidence: confidenceIn(table),
  }))
  stdout.write(jsonDocument({ ...planDocument(plan), tables, ...(volume && { volume }) }))
}
