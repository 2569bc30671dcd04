import { withDatabase } from './database.mjs'
import { detections } from './detections.mjs'
import { fixed } from './figures.mjs'
import { measurePairs } from './pairs.mjs'
import { createSignins, signins } from './signins.mjs'

/** Queries over made sign-ins. */
export const benchQueries = options =>
  withDatabase(async connection => {
    const started = performance.now()
    await createSignins(connection, options.rows)
    console.log(`\n${options.rows} sign-ins, made in ${fixed((performance.now() - started) / 1000)} s`)
    const stored = new Map([['SigninLogs', { name: 't0', columns: signins.columns.map(([name]) => name) }]])
    await measurePairs(connection, detections, stored, options)
  })
