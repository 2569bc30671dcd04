import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { named } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { referenceData } from '@tripline/testkit'
import { loadFixture } from '../../fixtures/dist/load/load-fixture.js'
import { loadTable } from '../dist/duckdb/load-table.js'
import { allColumns } from '../dist/duckdb/own-tables.js'
import { withDatabase } from './database.mjs'
import { show } from './figures.mjs'
import { measurePairs } from './pairs.mjs'
import { securityDetections } from './security-detections.mjs'

const [logs] = referenceData('real-logs/').map(url => fileURLToPath(url))
const most = 1_500_000

/** Queries over real events of Windows hosts, each recording repeated as if on further hosts. */
export async function benchWindows(options) {
  if (!logs) return show(['windows', 'skipped: needs ../shared/real-logs'])
  const sets = readdirSync(`${logs}windows`).map(set => `${logs}windows/${set}/SecurityEvent.jsonl.gz`)
  await withDatabase(async connection => {
    const events = await recorded('SecurityEvent', sets)
    const saml = await recorded('Event', [`${logs}golden-saml/Event.jsonl`])
    const rows = Math.min(options.rows, most)
    const stored = new Map([
      ['SecurityEvent', await repeat(connection, 't0', events, Math.ceil(rows / events.rows.length))],
      ['Event', await repeat(connection, 't1', saml, Math.ceil(rows / 10 / saml.rows.length))],
    ])
    await measurePairs(connection, securityDetections, stored, options)
  })
}

/** All files' rows, with the columns that any of them fills. */
async function recorded(name, paths) {
  const table = loadCatalogue().get(name)
  const loaded = await Promise.all(paths.map(path => loadFixture(named(path), table)))
  const rows = loaded.flatMap(({ value }) => value.rows)
  const filled = [...table.columns.keys()].filter(index => rows.some(row => (row[index] ?? '') !== ''))
  return {
    table: { ...table, columns: filled.map(index => table.columns[index]) },
    rows: rows.map(row => filled.map(index => row[index])),
  }
}

/** Stores the rows so many times under the engine's names, each time on other hosts, and a view under KQL's; no two at one instant. */
async function repeat(connection, stored, events, times) {
  const { columns, name } = events.table
  await loadTable(connection, 'once', events, allColumns(events))
  const of = {
    TimeGenerated: column => `${column} + once.rowid`,
    Computer: column => `${column} || '-' || host`,
  }
  const items = columns.map(({ name }, index) => `${of[name]?.(`c${index}`) ?? `c${index}`} AS c${index}`)
  await connection.run(
    `CREATE TABLE ${stored} AS SELECT ${items.join()}, ingested FROM range(${times}) AS hosts(host), once`,
  )
  await connection.run('DROP TABLE once')
  const named = columns.map(({ name }, index) => `c${index} AS "${name}"`)
  await connection.run(`CREATE VIEW ${name} AS SELECT ${named.join()}, rowid AS place FROM ${stored}`)
  console.log(`\n${times * events.rows.length} rows of ${name}: ${events.rows.length} recorded ones, ${times} times`)
  return { name: stored, columns: columns.map(({ name }) => name) }
}
