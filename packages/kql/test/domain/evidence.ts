import { readFileSync } from 'node:fs'
import type { CellName } from './cells.ts'

/** Recorded answers of the service by what they exercise: by `kind name`, then by cell. */
export type Evidence = Readonly<Record<string, Readonly<Record<CellName, string>>>>

export const evidenceFile = new URL('../../domain/suite.generated.json', import.meta.url)

/** The recorded answers that settle cells. */
export const evidence = (): Evidence => JSON.parse(readFileSync(evidenceFile, 'utf8'))
