import { DuckDBInstance } from '@duckdb/node-api'
import { loadCatalogue } from '@tripline/schemas'
import { compileQuery } from '../dist/compile-query.js'
import { teachConnection } from '../dist/duckdb/teach-connection.js'
import { render } from '../dist/emit/sql.js'
import { detections } from './detections.mjs'
import { fixed, median, show } from './figures.mjs'
import { createSignins, signins } from './signins.mjs'

/** Generated SQL against hand-written SQL over the same table: each pair alternates, the fastest of `rounds` counts. */
export async function benchQueries({ rows, rounds, only }) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '12GB' })
  const connection = await instance.connect()
  await teachConnection(connection)
  const started = performance.now()
  await createSignins(connection, rows)
  console.log(`\n${rows} sign-ins, made in ${fixed((performance.now() - started) / 1000)} s`)
  const stored = new Map([['SigninLogs', { name: 't0', columns: signins.columns.map(([name]) => name) }]])
  const world = { catalogue: loadCatalogue() }
  const ratios = []
  for (const { name, kql, sql } of detections.filter(({ name }) => only === undefined || name === only)) {
    const { query, diagnostics } = compileQuery(kql, world, stored)
    if (!query) throw new Error(`${name}: ${diagnostics.map(({ message }) => message).join()}`)
    const generated = render(query.sql, {})
    if (process.env.SHOW_SQL) console.log(generated)
    const times = { generated: Number.POSITIVE_INFINITY, written: Number.POSITIVE_INFINITY }
    const answers = {}
    for (let round = 0; round < rounds; round++) {
      for (const [kind, text] of [
        ['generated', generated],
        ['written', sql],
      ]) {
        const before = performance.now()
        answers[kind] = (await connection.runAndReadAll(text)).getRows()
        times[kind] = Math.min(times[kind], performance.now() - before)
      }
    }
    const same = comparable(answers.generated) === comparable(answers.written)
    ratios.push(times.generated / times.written)
    show([
      name,
      `${fixed(times.generated)} ms`,
      `${fixed(times.written)} ms`,
      fixed(ratios.at(-1)),
      same ? '' : 'ANSWERS DIFFER',
    ])
    if (!same) process.exitCode = 1
  }
  show(['generated / written', 'median', fixed(median(ratios)), 'worst', fixed(Math.max(...ratios))])
  connection.closeSync()
  instance.closeSync()
}

/** Rows as text in an order of their own; numbers by value, whatever width the database gave them; sets without order. */
const comparable = rows => JSON.stringify(rows.map(row => JSON.stringify(row.map(plain))).sort())

const plain = cell => {
  if (typeof cell === 'bigint') return Number(cell)
  return typeof cell === 'string' && cell.startsWith('["') ? JSON.parse(cell).sort() : cell
}
