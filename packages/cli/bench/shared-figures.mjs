/**
 * What tests over large logs take: cases that share a log of 200,000 rows, and a rule that runs every five minutes for a day over
 * 1,000,000 rows, beside the same queries written by hand. Whole processes, the query kept, the logs and results not.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { processText, scaled, showFigure } from './figure-table.mjs'
import { measureProcess } from './measured-process.mjs'
import { writeSignInProject, writeSuite } from './sign-in-project.mjs'

const bin = process.env.TRIPLINE_BIN ?? fileURLToPath(new URL('../bin/tripline.js', import.meta.url))
const ticks = fileURLToPath(new URL('./ticks-by-hand.mjs', import.meta.url))

export async function showSharedFigures() {
  const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
  try {
    await measure(home)
  } finally {
    rmSync(home, { recursive: true })
  }
}

async function measure(home) {
  const [sharedRows, longRows] = [scaled(200_000, 20_000), scaled(1_000_000, 100_000)]
  const shared = await writeSignInProject(join(home, 'shared'), sharedRows)
  writeSuite(shared, 'one', 1, () => 'at: 2026-03-02T12:00:00Z')
  writeSuite(shared, 'hundred', 100, n => `at: 2026-03-02T${String(n % 24).padStart(2, '0')}:30:00Z`)
  const long = await writeSignInProject(join(home, 'long'), longRows)
  writeSuite(long, 'once', 1, () => 'at: 2026-03-02T12:00:00Z')
  writeSuite(long, 'day', 1, () => 'replay: { from: 2026-03-02T00:00:00Z, to: 2026-03-02T23:55:00Z }')
  const env = { ...process.env, XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }
  const testKept = (project, suite) =>
    measureProcess([bin, 'test', `detections/${suite}.test.yaml`, '--no-cache'], { cwd: project, env })
  const test = (project, suite) => {
    rmSync(join(home, 'cache/tripline/logs'), { recursive: true, force: true })
    return testKept(project, suite)
  }
  const byHand = count => measureProcess([ticks, join(long, 'logs/SigninLogs.jsonl'), String(count)], { env })
  const showProcess = (name, figure, most) => showFigure(name, figure.clock, 's', most, processText(figure))

  // The query is compiled before anything is measured.
  await test(shared, 'one')
  showProcess(`a case over a log of ${sharedRows} rows`, await test(shared, 'one'), 1)
  showProcess('that case, the log kept', await testKept(shared, 'one'))
  showProcess('100 cases over that log', await test(shared, 'hundred'), 5)
  const once = await test(long, 'once')
  showProcess(`a run over ${longRows} rows`, once)
  const day = await test(long, 'day')
  showProcess('288 runs over those rows', day, 20)
  const [loaded, queried] = [await byHand(0), await byHand(288)]
  const ratio = (day.cores - once.cores) / (queried.cores - loaded.cores)
  showFigure('each run, to the query written by hand', ratio, '×', 3, processText(queried))
}
