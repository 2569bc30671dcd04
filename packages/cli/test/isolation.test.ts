import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { folderWith } from './cli.ts'
import { filesOf, hostile, named } from './hostile.ts'
import { sample, tests } from './sample.ts'

const bin = fileURLToPath(new URL('../bin/tripline.js', import.meta.url))
const cache = mkdtempSync(join(tmpdir(), 'tripline-cache-'))

/** Runs the built command with half the heap that Node has by default, for two minutes at most. */
async function built(argv: readonly string[], stdin = '') {
  const child = spawn(process.execPath, ['--max-old-space-size=1024', bin, ...argv], {
    cwd: folder,
    env: { ...process.env, CI: '1', XDG_CACHE_HOME: cache },
    timeout: 120_000,
  })
  child.stdin.end(stdin)
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>(resolve => child.on('close', resolve)),
  ])
  return { code, stdout, stderr }
}

/** The good files come before, between and after the hostile ones. */
const folder = folderWith({
  ...sample,
  'detections/x5-good.test.yaml': tests,
  'detections/z-good.test.yaml': tests,
  ...filesOf(hostile),
})

interface ReportedCase {
  readonly case: string
  readonly status: string
  readonly diagnostics: readonly Found[]
}

interface Found {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

describe('good tests beside hostile ones', () => {
  let ran: Awaited<ReturnType<typeof built>>
  let report: { readonly cases: readonly ReportedCase[]; readonly diagnostics: readonly Found[] }
  beforeAll(async () => {
    ran = await built(['test', '--format', 'json', '--timeout', '60s'])
    report = JSON.parse(ran.stdout)
  })

  test('all pass', () => {
    const good = report.cases.filter(({ case: name }) => name !== 'hostile')
    expect(good.map(({ status }) => status)).toEqual(Array(6).fill('passed'))
    expect(ran.code).toBe(2)
  })

  test.each(hostile.map(({ name }, index) => [name, index] as const))('%s: said', (_, index) => {
    const { at, says } = hostile[index]!
    const found = [...report.diagnostics, ...report.cases.flatMap(({ diagnostics }) => diagnostics)]
    const places = found
      .filter(({ message }) => message.includes(says))
      .map(({ file, line, column }) => `${file}:${line}:${column}`)
    expect(places.filter(place => place.startsWith(named(at, index)))).toHaveLength(1)
  })
})
