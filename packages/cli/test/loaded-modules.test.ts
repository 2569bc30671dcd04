import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { oneIn } from '@tripline/testkit'
import { describe, expect, test } from 'vitest'
import { enterFolder } from './cli.ts'
import { sample } from './sample.ts'

const bin = fileURLToPath(new URL('../bin/tripline.js', import.meta.url))

/** What takes long to load, and is loaded only by those that use it. */
const heavy = {
  'command-line': /\/yargs\//,
  rules: /\/rules\/dist\//,
  compiler: /\/kql\/dist\/(?:analysis\/analyse-query|compile\/compile-query|frontend\/bind|lower\/query)\.js/,
  parser: /\/@kusto\//,
  database: /\/@duckdb\//,
  parquet: /\/hyparquet/,
  azure: /\/@azure\//,
  emulator: /\/emulator\/dist\/(?!index\.js|connection)/,
} as const

type Heavy = keyof typeof heavy

/** Writes to standard error which modules are loaded: ES modules are seen by a hook, the parser by its global, the others by the cache of `require`. */
const spy = `data:text/javascript,${encodeURIComponent(`
  import { createRequire, register } from 'node:module'
  import { isMainThread } from 'node:worker_threads'
  register('data:text/javascript,' + encodeURIComponent(
    "import { writeSync } from 'node:fs'; export const load = (url, context, next) => { writeSync(2, 'loaded ' + url + '\\\\n'); return next(url, context) }"))
  const { cache } = createRequire('/')
  const loaded = () => Object.keys(cache).concat(globalThis.Kusto ? '/@kusto/' : [])
  if (isMainThread) process.on('exit', () => process.stderr.write(loaded().map(path => 'loaded ' + path + '\\n').join('')))
  else process.stderr.write('loaded a thread\\n')
`)}`

/** One for all runs here, none of the user's. */
const cache = mkdtempSync(join(tmpdir(), 'tripline-cache-'))

async function node(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, argv, {
    env: { ...process.env, XDG_CACHE_HOME: cache, XDG_STATE_HOME: cache, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [stderr, code] = await Promise.all([text(child.stderr), new Promise(resolve => child.on('close', resolve))])
  return { stderr, code }
}

async function loadedBy(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: unknown; heavy: readonly Heavy[] }> {
  const { stderr, code } = await node(['--import', spy, bin, ...argv], env)
  expect(stderr).not.toContain('loaded a thread')
  const loaded = stderr.split('\n').filter(line => line.startsWith('loaded '))
  // Else the spy would see nothing whatever was loaded.
  expect(loaded.join('\n')).toContain('/cli/dist/main.js')
  const names = Object.keys(heavy) as Heavy[]
  return { code, heavy: names.filter(name => loaded.some(line => heavy[name].test(line))) }
}

describe('modules are loaded by', () => {
  test.each<[string, readonly string[], number, readonly Heavy[]]>([
    ['the version', ['--version'], 0, []],
    ['help', ['--help'], 0, []],
    ['help about a verb', ['check', '--help'], 0, []],
    ['wrong usage', ['check', '--nope'], 2, ['command-line']],
    ['a page about a check', ['check', '--explain', 'id-not-guid'], 0, ['command-line', 'rules']],
    ['a new rule', ['new', 'detections/new.yaml'], 0, ['command-line', 'rules']],
    ['a table', ['schema', 'show', 'Heartbeat'], 0, ['command-line', 'rules']],
  ])('%s', async (_, argv, code, expected) => {
    enterFolder(sample)
    expect(await loadedBy(argv)).toEqual({ code, heavy: expected })
  })

  test('a new query: the parser', async () => {
    enterFolder(sample)
    const off = { TRIPLINE_CACHE: 'off' }
    const heavy = ['command-line', 'compiler', 'parser', 'database']
    expect(await loadedBy(['query', 'print x = 1'], off)).toEqual({ code: 0, heavy })
  })

  // The first run finds out what the second one reads.
  test.each(
    oneIn<[string, readonly string[], number, readonly Heavy[]]>(3, [
      ['a check', ['check'], 0, ['command-line', 'rules']],
      ['a check of one rule', ['check', 'detections/blocked.yaml'], 0, ['command-line', 'rules']],
      // The values of a workspace can make other texts of queries.
      ['a compilation', ['compile'], 0, ['command-line', 'rules', 'compiler']],
      ['a test', ['test'], 0, ['command-line', 'rules']],
      ['a test that another process replays', ['test', '--no-cache'], 0, ['command-line', 'rules']],
      [
        'a test that this process replays',
        ['test', '--no-cache', '--jobs', '1'],
        0,
        ['command-line', 'rules', 'database'],
      ],
      ['a query', ['query', 'print x = 1'], 0, ['command-line', 'database']],
      [
        'a query of a copy of the archive',
        ['archive', 'query', 'print x = 1', '--data', '.', '--from', '2026-03-01', '--to', '2026-03-01'],
        0,
        ['command-line', 'database'],
      ],
      [
        'an explanation',
        ['explain', 'detections/blocked.yaml', '--case', 'the blocked address fires'],
        0,
        ['command-line', 'rules', 'database'],
      ],
    ]),
  )('%s that found nothing new', async (_, argv, code, expected) => {
    enterFolder(sample)
    await node([bin, ...argv])
    expect(await loadedBy(argv)).toEqual({ code, heavy: expected })
  })
})
