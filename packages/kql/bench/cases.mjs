import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { referenceData } from '@tripline/testkit'
import { fixed, show } from './figures.mjs'

const [recorded] = referenceData('conformance/cases.jsonl')
const tripline = fileURLToPath(new URL('../../cli/bin/tripline.js', import.meta.url))

const peer = `
import json, sys, datetime, duckdb_kql
con = duckdb_kql.connect()
now = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
answered = 0
for line in open(sys.argv[1]):
    try:
        duckdb_kql.kql(con, json.loads(line)["kql"], query_now=now).fetchall()
        answered += 1
    except Exception:
        pass
print(answered)
`

/** All cases through one process, as a user starts it: with nothing kept, with all kept, and through duckdb-kql 1.1.2. */
export async function benchCases() {
  if (!recorded) return show(['cases', 'skipped: needs ../shared/conformance/cases.jsonl'])
  const folder = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
  try {
    const cases = readFileSync(recorded, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    const requests = cases.map(({ id, kql }) => JSON.stringify({ id, kql, at: '2026-01-01T00:00:00Z' })).join('\n')
    show([`\n${cases.length} cases`, 'seconds', 'answered'])
    for (const label of ['tripline, cold', 'tripline, warm']) await timed(label, () => batch(requests, folder))
    const python = join(folder, 'venv', 'bin', 'python')
    execFileSync('python3', ['-m', 'venv', join(folder, 'venv')])
    execFileSync(python, ['-m', 'pip', '-q', 'install', 'duckdb-kql[duckdb]==1.1.2'], { stdio: 'inherit' })
    writeFileSync(join(folder, 'requests'), requests)
    await timed('duckdb-kql 1.1.2', () => Number(execFileSync(python, ['-c', peer, join(folder, 'requests')])))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function timed(label, run) {
  const before = performance.now()
  const answered = await run()
  show([label, fixed((performance.now() - before) / 1000), answered])
}

function batch(requests, cacheHome) {
  const child = spawn('node', [tripline, 'query', '--batch'], {
    env: { ...process.env, XDG_CACHE_HOME: cacheHome, XDG_STATE_HOME: cacheHome },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', data => {
    output += data
  })
  child.stdin.end(requests)
  return new Promise(resolve =>
    child.on('close', () => resolve(output.split('\n').filter(line => line.includes('"rows":')).length)),
  )
}
