/**
 * What tests over large logs take: cases that share a log of 200,000 rows, and a rule that runs every five minutes for a day over
 * 1,000,000 rows, beside the same queries written by hand. Whole processes, the query kept, the logs and results not.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureProcess } from './measured-process.mjs'
import { writeSignInProject, writeSuite } from './sign-in-project.mjs'

const bin = process.env.TRIPLINE_BIN ?? fileURLToPath(new URL('../bin/tripline.js', import.meta.url))
const ticks = fileURLToPath(new URL('./ticks-by-hand.mjs', import.meta.url))

const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
try {
  await measure()
} finally {
  rmSync(home, { recursive: true })
}

async function measure() {
  const shared = await writeSignInProject(join(home, 'shared'), 200_000)
  writeSuite(shared, 'one', 1, () => 'at: 2026-03-02T12:00:00Z')
  writeSuite(shared, 'hundred', 100, n => `at: 2026-03-02T${String(n % 24).padStart(2, '0')}:30:00Z`)
  const long = await writeSignInProject(join(home, 'long'), 1_000_000)
  writeSuite(long, 'once', 1, () => 'at: 2026-03-02T12:00:00Z')
  writeSuite(long, 'day', 1, () => 'replay: { from: 2026-03-02T00:00:00Z, to: 2026-03-02T23:55:00Z }')
  const env = { ...process.env, XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }
  const test = (project, suite) =>
    measureProcess([bin, 'test', `detections/${suite}.test.yaml`, '--no-cache'], { cwd: project, env })
  const byHand = count => measureProcess([ticks, join(long, 'logs/SigninLogs.jsonl'), String(count)], { env })
  // The query is compiled before anything is measured.
  await test(shared, 'one')
  const once = await test(long, 'once')
  const day = await test(long, 'day')
  const [loaded, queried] = [await byHand(0), await byHand(288)]
  const ratio = (day.cores - once.cores) / (queried.cores - loaded.cores)
  const rows = [
    ['1 case over 200,000 rows', await test(shared, 'one'), ''],
    ['100 cases over the same rows', await test(shared, 'hundred'), ''],
    ['1 run over 1,000,000 rows', once, ''],
    ['288 runs over the same rows', day, `each ${ratio.toFixed(2)} × a query by hand`],
    ['the same rows loaded by hand', loaded, ''],
    ['and 288 queries by hand', queried, ''],
  ]
  const header = ['process'.padEnd(34), '  clock', '  cores', '   MiB']
  process.stdout.write(`${header.join('  ')}\n`)
  for (const [name, { clock, cores, peak }, note] of rows) {
    const figures = [
      clock.toFixed(2).padStart(7),
      cores.toFixed(2).padStart(7),
      (peak / 2 ** 20).toFixed(0).padStart(6),
    ]
    process.stdout.write(`${[name.padEnd(34), ...figures, note].join('  ').trimEnd()}\n`)
  }
}
