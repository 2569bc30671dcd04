import { mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { log, sample } from './sample.ts'

/** More than a megabyte, so that the database stores it; the rows that count are the last ones. */
const large = `${'{"TimeGenerated":"2026-03-01T00:00:00Z","IPAddress":"192.0.2.1"}\n'.repeat(17_000)}${log}`

const home = mkdtempSync(join(tmpdir(), 'tripline-kept-'))
const env = { XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }

async function statuses(): Promise<readonly string[]> {
  const { stdout } = await tripline(['test', '--no-cache', '--format', 'json'], { env })
  return JSON.parse(stdout).cases.map(({ status }: { status: string }) => status)
}

/** The entries of the cache of logs. */
function entries(): readonly string[] {
  const folder = join(home, 'cache/tripline/logs')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(db|json)$/.test(name))
    .map(name => join(folder, name))
    .sort()
}

test('a large log is kept between runs by its content, and damaged entries are not used', async () => {
  enterFolder({ ...sample, 'logs/SigninLogs.jsonl': large })
  expect(await statuses()).toEqual(['passed', 'passed'])
  const first = entries()
  expect(first).toHaveLength(2)
  // Whoever reads the log anew writes its entries anew.
  const written = () => first.map(path => statSync(path).mtimeMs)
  const before = written()
  expect(await statuses()).toEqual(['passed', 'passed'])
  expect(written()).toEqual(before)
  // Without the signature of the user, whatever they say is not believed.
  for (const path of first) writeFileSync(path, readFileSync(path).fill(0, 0, 8))
  for (const path of first) utimesSync(path, 0, 0)
  expect(await statuses()).toEqual(['passed', 'passed'])
  expect(entries()).toEqual(first)
  expect(Math.min(...written())).toBeGreaterThan(0)
  // One row less fires no alert.
  writeFileSync('logs/SigninLogs.jsonl', large.replace('203.0.113.9', '203.0.113.8'))
  expect(await statuses()).toEqual(['failed', 'passed'])
  expect(entries()).toHaveLength(4)
})
