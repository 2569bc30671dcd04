import { createRequire } from 'node:module'

/** The driver's module that decodes all texts. */
interface DataAccessors {
  textDecoder: InstanceType<typeof TextDecoder>
}

/** The driver drops U+FEFF at the start of a text, but Kusto keeps it like any other character. */
export function keepLeadingMarks(): void {
  const accessors = createRequire(import.meta.url)('#database-driver/vectors/dataAccessors.js') as DataAccessors
  accessors.textDecoder = new TextDecoder('utf-8', { ignoreBOM: true })
}
