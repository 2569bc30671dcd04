import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { enterFolder } from './cli.ts'
import { packagedCommand } from './packaged-command.ts'
import { sample } from './sample.ts'

/** Writes to standard error which of the heavy modules the main thread of a run has loaded. */
const spy = `data:text/javascript,${encodeURIComponent(`
  import { createRequire } from 'node:module'
  import { isMainThread } from 'node:worker_threads'
  const { cache } = createRequire('/')
  if (isMainThread) process.on('exit', () => {
    if (Object.keys(cache).some(path => path.includes('/@duckdb'))) process.stderr.write('loaded duckdb\\n')
    if (globalThis.Kusto) process.stderr.write('loaded kusto\\n')
  })
`)}`

/** One for all runs here, none of the user's. */
const cache = mkdtempSync(join(tmpdir(), 'tripline-cache-'))

/** What is kept belongs to one build: where another is made meanwhile, the run after the next finds it. */
const patience = { timeout: 120_000 }

async function built(argv: readonly string[], stdin = '', env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--import', spy, packagedCommand, ...argv], {
    env: { ...process.env, CI: '1', XDG_CACHE_HOME: cache, XDG_STATE_HOME: cache, ...env },
  })
  child.stdin.end(stdin)
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise(resolve => child.on('close', resolve)),
  ])
  return { code, stdout, stderr }
}

describe('the built command', () => {
  // The parser is loaded where nothing is kept of an earlier run.
  test.each([
    [['compile', '--target', 'bicep'], 0],
    [['plan', '--workspace', 'local'], 2],
  ])('%j loads no database', async (argv, expected) => {
    enterFolder(sample)
    const { code, stderr } = await built(argv)
    expect(code).toBe(expected)
    expect(stderr).not.toContain('loaded duckdb')
  })

  test('the clients of Azure log nothing, whatever the environment asks for', async () => {
    const endpoint = JSON.stringify({ url: 'https://127.0.0.1:9', ca: '' })
    enterFolder({ ...sample, '.tripline/emulator.json': endpoint })
    const env = { DEBUG: '*', AZURE_LOG_LEVEL: 'verbose', TYPESPEC_RUNTIME_LOG_LEVEL: 'verbose', HTTPS_PROXY: '' }
    const { code, stderr } = await built(['query', 'print x = 1', '--workspace', 'local'], '', env)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^tripline\.yaml:2:3 error remote-unusable/)
    expect(stderr).not.toMatch(/^azure:|^typeSpecRuntime:/m)
  })

  test('a second check of the same rules needs no parser and finds the same', async () => {
    enterFolder(sample)
    const first = await built(['check', '--format', 'json'])
    await expect.poll(() => built(['check', '--format', 'json']), patience).toEqual({ ...first, stderr: '' })
  })

  test('many rules are checked on all cores and found as if one by one', async () => {
    const rules = Array.from({ length: 60 }, (_, n) => [
      `rules/r${n}.yaml`,
      `id: ${String(n).padStart(8, '0')}-1111-4111-8111-111111111111\nname: r${n}\nkind: NRT\nseverity: Low\nquery: SigninLogs | where Col${n} == 1\n`,
    ])
    enterFolder(Object.fromEntries(rules))
    const { stdout } = await built(['check', 'rules', '--format', 'json'], '', { TRIPLINE_CACHE: 'off' })
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { id: string; file: string; message: string }[] }
    const unknown = diagnostics.filter(({ id }) => id === 'unknown-name')
    expect(unknown.map(({ file, message }) => `${/r\d+/.exec(file)} ${/Col\d+/.exec(message)}`).sort()).toEqual(
      rules.map((_, n) => `r${n} Col${n}`).sort(),
    )
  })

  test('a batch is answered whole before the process ends', async () => {
    const requests = Array.from({ length: 50 }, (_, id) => JSON.stringify({ id, kql: 'print x = strrep("x", 12000)' }))
    const { code, stdout } = await built(['query', '--batch'], requests.join('\n'))
    const lines = stdout.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(lines.map(line => JSON.parse(line).id)).toEqual(requests.map((_, id) => id))
  })

  // Queries of a batch are compiled in a thread, also what follows from rows: the columns of `pivot`, and those of a second one.
  test('a batch answers queries whose columns come from data, and goes on after one that is wrong', async () => {
    const twice = `datatable(a:string, b:string)["x", "1", "y", "2"] | evaluate pivot(a) | project b, n = x + y | evaluate pivot(b)`
    const requests = [twice, 'print (', twice, 'print now()'].map((kql, id) => JSON.stringify({ id, kql }))
    const { code, stdout, stderr } = await built(['query', '--batch'], requests.join('\n'), { TRIPLINE_CACHE: 'off' })
    expect(stderr).toBe('loaded duckdb\n')
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    const rows = { columns: ['n', '1', '2'].map(name => ({ name, type: 'long' })), rows: [[1, 1, 1]] }
    expect(code).toBe(0)
    expect(answers).toMatchObject([
      { id: 0, ...rows },
      { id: 1, error: { kind: 'syntax', span: { start: 7 } } },
      { id: 2, ...rows },
      { id: 3, error: { code: 'no-time' } },
    ])
  })
})
