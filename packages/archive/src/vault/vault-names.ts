import type { Day } from '../day.ts'

/** Rows of a table and day: `SigninLogs/2026/03/01/part-0001.jsonl.gz`. A folder with these is one that `--data` takes. */
export const partName = (table: string, day: Day, number: number): string =>
  `${table}/${day.replaceAll('-', '/')}/part-${String(number).padStart(4, '0')}.jsonl.gz`

/**
 * What is known about a day of a table: `manifests/SigninLogs/00000007.json`. Numbers follow each other, so that the name of the
 * next is taken only once: two runs at a time cannot fork the chain.
 */
export const manifestName = (table: string, sequence: number): string =>
  `${manifestPrefix}${table}/${String(sequence).padStart(8, '0')}.json`

export const manifestPrefix = 'manifests/'

export interface NamedPart {
  readonly table: string
  readonly day: Day
  readonly number: number
}

export interface NamedManifest {
  readonly table: string
  readonly sequence: number
}

const part = /^(\w+)\/(\d{4})\/(\d\d)\/(\d\d)\/part-(\d{4,})\.jsonl\.gz$/
const manifest = /^manifests\/(\w+)\/(\d{8,})\.json$/

export function readPartName(name: string): NamedPart | undefined {
  const [, table, year, month, day, number] = part.exec(name) ?? []
  if (table === undefined) return undefined
  const named = { table, day: `${year}-${month}-${day}`, number: Number(number) }
  return partName(table, named.day, named.number) === name ? named : undefined
}

export function readManifestName(name: string): NamedManifest | undefined {
  const [, table, sequence] = manifest.exec(name) ?? []
  if (table === undefined) return undefined
  const named = { table, sequence: Number(sequence) }
  return named.sequence > 0 && manifestName(table, named.sequence) === name ? named : undefined
}
