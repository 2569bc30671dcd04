import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { oneIn } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { type Ended, enterFolder, tripline } from './cli.ts'
import { packagedCommand } from './packaged-command.ts'
import { rule, sample, tests } from './sample.ts'

async function run(argv: readonly string[], cache: string) {
  const env = {
    PATH: process.env.PATH,
    CI: '1',
    XDG_CACHE_HOME: join(cache, 'cache'),
    XDG_STATE_HOME: join(cache, 'state'),
  }
  const child = spawn(process.execPath, [packagedCommand, ...argv], { env })
  const closed = new Promise(resolve => child.on('close', resolve))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return comparable({ code, stdout, stderr })
}

/** How long a case took differs, and whether its result was kept. */
const comparable = ({ code, stdout, stderr }: { readonly code: unknown } & Omit<Ended, 'code'>) => ({
  code,
  stdout: stdout.replace(/\d+ ms|\(kept\)/g, 'ms').replace(/\(\d+ kept, /, '('),
  stderr,
})

const idOf = (number: number): string => `2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a${String(number).padStart(2, '0')}`

const rules = 4

/** Rules whose queries differ, so that there is an entry for each, and a test of each. */
const files = Object.fromEntries(
  Array.from({ length: rules }, (_, number) => [
    [
      `detections/rule-${number}.yaml`,
      rule.replace(/^id: .*/, `id: ${idOf(number)}`).replace('203.0.113.9', `203.0.113.${number}`),
    ],
    [`detections/rule-${number}.test.yaml`, tests.replace('blocked.yaml', `rule-${number}.yaml`)],
  ]).flat(),
)

test.each(oneIn(2, [[['test']], [['check', '--format', 'json']]]))(
  'two runs of %j at once share a cache',
  async argv => {
    enterFolder({ ...sample, ...files })
    const alone = comparable(await tripline(argv, { env: { TRIPLINE_CACHE: 'off' } }))
    expect(alone.stderr).toBe('')
    const shared = mkdtempSync(join(tmpdir(), 'tripline-shared-'))
    const entries = () => readdirSync(join(shared, 'cache'), { recursive: true }).length
    // The first two find no cache and make its secret; the third reads what those have written.
    expect(await Promise.all([run(argv, shared), run(argv, shared)])).toEqual([alone, alone])
    expect(entries()).toBeGreaterThan(rules)
    expect(await run(argv, shared)).toEqual(alone)
  },
)
