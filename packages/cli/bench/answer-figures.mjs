/** How many rows of every type come back from each engine elsewhere, cell for cell. */
import { connect, localAddress, localCredential } from '@tripline/azure'
import { startEmulator } from '@tripline/emulator'
import { kustoEngine, workspaceEngine } from '@tripline/engines'
import { openEngine } from '@tripline/kql/engine'
import { loadCatalogue } from '@tripline/schemas'
import { everyType, handClock } from '@tripline/testkit'
import { datatable } from '../../engines/dist/given/literal.js'
import { scaled, showFigure } from './figure-table.mjs'

const rows = scaled(10_000, 1_000)
/** As many as the text of a query holds. */
const batch = 500

export async function showAnswerFigures() {
  const catalogue = loadCatalogue()
  const clock = handClock()
  const { value: emulator } = await startEmulator({ catalogue, clock: () => new Date(clock.now()) })
  const { url, ca } = emulator
  const kusto = kustoEngine({ cluster: url, database: 'local', ca }, undefined, clock)
  const { queries } = connect(localAddress(emulator), localCredential, clock)
  const embedded = await openEngine(catalogue, { tables: [] })
  const engines = {
    embedded,
    'Kusto, of the emulator': kusto,
    'Log Analytics, of the emulator': workspaceEngine('local', queries),
  }
  try {
    for (const [name, engine] of Object.entries(engines)) {
      let wrong = 0
      for (let first = 0; first < rows; first += batch) {
        const given = everyType(batch, first + 1)
        const answer = await engine.run({ kql: datatable(given), timeout: 60_000 })
        if (!answer.ok) throw new Error(`${name} does not answer`)
        wrong += given.rows.filter((row, index) =>
          row.some((cell, at) => !Object.is(cell, answer.rows.rows[index]?.[at])),
        ).length
        if (answer.rows.rows.length !== batch) wrong += 1
      }
      showFigure(`other rows, ${name}`, wrong, 'rows', 0, `of ${rows} with ${everyType(1).columns.length} types`)
    }
  } finally {
    kusto.close()
    await embedded.close()
    await emulator.close()
  }
}
