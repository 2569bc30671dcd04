import type { Dataset } from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'
import { tablesNamed } from '../suite/tables-named.ts'

/** The dataset with an empty table for each that a query names and that has no rows, so that an explanation can count them. */
export async function withNamedTables(kql: string, dataset: Dataset, catalogue: Catalogue): Promise<Dataset> {
  const known = new Set([...dataset.tables, ...(dataset.logs ?? [])].map(({ table }) => table.name))
  const missing = (await tablesNamed(kql, catalogue, dataset)).flatMap(name => {
    const table = known.has(name) ? undefined : catalogue.get(name)
    return table ? [{ table, rows: [] }] : []
  })
  return { ...dataset, tables: [...dataset.tables, ...missing] }
}
