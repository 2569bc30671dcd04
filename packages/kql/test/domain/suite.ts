import { readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { referenceData } from '@tripline/testkit'
import { openConnection } from '../../src/duckdb/connection.ts'
import { openDatabase } from '../../src/duckdb/database.ts'
import { emitQuery } from '../../src/emit/query.ts'
import { bindQuery } from '../../src/frontend/bind.ts'
import { runningTime } from '../../src/limits/running-time.ts'
import { lowerQuery } from '../../src/lower/query.ts'
import { rewrite } from '../../src/passes/index.ts'
import { visible } from '../../src/plan/node.ts'
import type { Evidence } from './evidence.ts'
import { observeCells } from './observe.ts'

interface SuiteCase {
  readonly id: string
  readonly kql: string
  readonly reject?: unknown
  readonly tables?: unknown
}

/** The recorded answers of the service that may lie beside the checkout. */
export const suiteFiles = ['conformance/cases.jsonl', 'conformance/cases-2.jsonl'].flatMap(referenceData)

const now = 639_000_000_000_000_000n

/** The first case of the suite that exercises each cell. Cases that this engine refuses settle nothing. */
export async function suiteEvidence(ids?: ReadonlySet<string>): Promise<Evidence> {
  const cases: readonly SuiteCase[] = suiteFiles.flatMap(file =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line)),
  )
  const world = { catalogue: loadCatalogue(), functions: [], watchlists: [], externalData: [] }
  const database = await openDatabase({ logs: new Set() })
  const connection = openConnection(database, new Map())
  const evidence = new Map<string, Map<string, string>>()
  for (const { id, kql, reject, tables } of cases) {
    if (reject || tables || (ids && !ids.has(id))) continue
    const bound = bindQuery(kql, world, new Map())
    const lowered = lowerQuery(bound, world, new Map(), undefined, new Map())
    const plan = lowered.plan ?? ('question' in lowered ? lowered.question?.plan : undefined)
    if (!plan) continue
    const columns = visible(plan).map(({ name, type }) => ({ name, type }))
    const sql = emitQuery(rewrite(plan), { guarded: true })
    const answer = await connection.query(sql, { now }, columns as never, runningTime(10_000))
    if (!answer.ok) continue
    for (const { kind, name, cells } of await observeCells(plan, connection, now)) {
      const key = `${kind} ${name}`
      const known = evidence.get(key) ?? new Map<string, string>()
      evidence.set(key, known)
      for (const cell of cells) if (!known.has(cell)) known.set(cell, id)
    }
  }
  await connection.close()
  database.close()
  return Object.fromEntries(
    [...evidence]
      .filter(([, cells]) => cells.size > 0)
      .sort(byFirst)
      .map(([key, cells]) => [key, Object.fromEntries([...cells].sort(byFirst))]),
  )
}

const byFirst = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/** The evidence as a file with one name a line. */
export const evidenceText = (evidence: Evidence): string =>
  `{\n${Object.entries(evidence)
    .map(([key, cells]) => `${JSON.stringify(key)}: ${JSON.stringify(cells)}`)
    .join(',\n')}\n}\n`
