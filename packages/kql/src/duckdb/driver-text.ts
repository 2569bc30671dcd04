import { createRequire } from 'node:module'

/** The driver's module through which it reads every text. */
interface DataAccessors {
  textDecoder: InstanceType<typeof TextDecoder>
}

/** The driver drops U+FEFF at the start of a text, where it is a character like others (Kusto keeps it). */
export function keepLeadingMarks(): void {
  const accessors = createRequire(import.meta.url)('@duckdb/node-api/lib/vectors/dataAccessors.js') as DataAccessors
  accessors.textDecoder = new TextDecoder('utf-8', { ignoreBOM: true })
}
