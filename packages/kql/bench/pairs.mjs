import { loadCatalogue } from '@tripline/schemas'
import { compileQuery } from '../dist/compile/compile-query.js'
import { render } from '../dist/sql/sql.js'
import { fixed, median, show } from './figures.mjs'

/**
 * Generated SQL against hand-written SQL over the same tables: each pair alternates, the fastest of `rounds` counts.
 * `stored` says under which names the tables' columns lie in the database.
 */
export async function measurePairs(connection, pairs, stored, { rounds, only }) {
  const world = { catalogue: loadCatalogue() }
  const ratios = []
  for (const { name, kql, sql } of pairs.filter(({ name }) => only === undefined || name === only)) {
    const { query, diagnostics } = compileQuery(kql, world, stored)
    if (!query) throw new Error(`${name}: ${diagnostics.map(({ message }) => message).join()}`)
    const generated = render(query.sql, {})
    if (process.env.SHOW_SQL) console.log(generated)
    const { times, answers } = await alternate(connection, { generated, written: sql }, rounds)
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
}

async function alternate(connection, texts, rounds) {
  const times = {}
  const answers = {}
  for (let round = 0; round < rounds; round++) {
    for (const [kind, text] of Object.entries(texts)) {
      const before = performance.now()
      answers[kind] = (await connection.runAndReadAll(text)).getRows()
      times[kind] = Math.min(times[kind] ?? Number.POSITIVE_INFINITY, performance.now() - before)
    }
  }
  return { times, answers }
}

/** Rows as text in an order of their own; numbers by value, whatever width the database gave them; sets without order. */
const comparable = rows => JSON.stringify(rows.map(row => JSON.stringify(row.map(plain))).sort())

const plain = cell => {
  if (typeof cell === 'bigint') return Number(cell)
  return typeof cell === 'string' && cell.startsWith('["') ? JSON.parse(cell).sort() : cell
}
