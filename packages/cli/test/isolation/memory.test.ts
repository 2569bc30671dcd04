import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { packagedCommand } from '../packaged-command.ts'
import { expectSaid } from './expect-said.ts'
import { finders } from './found.ts'
import { goodCases, goodProject, passes } from './good-project.ts'
import { memoryRows } from './memory-rows.ts'

const cache = mkdtempSync(join(tmpdir(), 'tripline-cache-'))

/** Runs the built command with half the heap that Node has by default, for two minutes at most. */
async function built(cwd: string, argv: readonly string[]) {
  const child = spawn(process.execPath, ['--max-old-space-size=1024', packagedCommand, ...argv], {
    cwd,
    env: { ...process.env, CI: '1', XDG_CACHE_HOME: cache },
    timeout: 120_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>(resolve => child.on('close', resolve)),
  ])
  return { code, stdout, stderr }
}

/** All at once, and one alone, for the time that takes. */
const choices: readonly (readonly [name: string, indices: readonly number[]])[] = [
  ['everything', [...memoryRows.keys()]],
  [memoryRows[0]!.name, [0]],
]

test.each(choices)('good tests pass beside %s', async (_, indices) => {
  const ran = await built(goodProject(memoryRows, indices), ['test', '--format', 'json', '--timeout', '60s'])
  expect(ran.code, ran.stderr).toBe(Math.max(...indices.map(index => memoryRows[index]!.said!.code)))
  expect(passes(JSON.parse(ran.stdout).cases)).toEqual(goodCases)
  expectSaid('test', finders.json(ran.stdout), memoryRows, indices)
})
