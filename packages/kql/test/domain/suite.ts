import { readFileSync } from 'node:fs'
import { type ColumnType, loadCatalogue } from '@tripline/schemas'
import { referenceData } from '@tripline/testkit'
import { type Connection, openConnection } from '../../src/duckdb/connection.ts'
import { openDatabase } from '../../src/duckdb/database.ts'
import { emitQuery } from '../../src/emit/query.ts'
import { bindQuery } from '../../src/frontend/bind.ts'
import { runningTime } from '../../src/limits/running-time.ts'
import { lowerQuery } from '../../src/lower/query.ts'
import { rewrite } from '../../src/passes/index.ts'
import { visible } from '../../src/plan/node.ts'
import type { QueryWorld } from '../../src/world/query-world.ts'
import type { Evidence } from './evidence.ts'
import { observeCells } from './observe.ts'
import { type AnswerQuery, observeTabular } from './observe-tabular.ts'

interface SuiteCase {
  readonly id: string
  readonly kql: string
  readonly reject?: unknown
  readonly tables?: unknown
}

/** The recorded answers of the service that may lie beside the checkout. */
export const suiteFiles = ['conformance/cases.jsonl', 'conformance/cases-2.jsonl'].flatMap(referenceData)

const now = 639_000_000_000_000_000n

/** A query that needs no tables, and what it answers; undefined if it is refused. */
async function answered(kql: string, world: QueryWorld, connection: Connection) {
  const bound = bindQuery(kql, world, new Map())
  const lowered = lowerQuery(bound, world, new Map(), undefined, new Map())
  const plan = lowered.plan ?? ('question' in lowered ? lowered.question?.plan : undefined)
  if (!plan) return undefined
  const columns = visible(plan).map(({ name, type }) => ({ name, type: type as ColumnType }))
  const sql = emitQuery(rewrite(plan), { guarded: true })
  const { ok, ...answer } = await connection.query(sql, { now }, columns, runningTime(10_000))
  return ok && 'rows' in answer ? { bound, plan, answer: { columns, rows: answer.rows } } : undefined
}

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
  const answer: AnswerQuery = async kql => (await answered(kql, world, connection))?.answer
  for (const { id, kql, reject, tables } of cases) {
    if (reject || tables || (ids && !ids.has(id))) continue
    const found = await answered(kql, world, connection)
    if (!found) continue
    const observed = [
      ...(await observeCells(found.plan, connection, now)),
      ...(await observeTabular(found.bound, answer)),
    ]
    for (const { kind, name, cells } of observed) {
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
