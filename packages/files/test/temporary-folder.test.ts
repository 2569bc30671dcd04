import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scratchFolder } from './scratch.ts'

const files = JSON.stringify(new URL('../dist/index.js', import.meta.url).href)

/** Two folders, one of them removed, with a file in the other. */
const folders = `
  const { temporaryFolder } = await import(${files})
  temporaryFolder().remove()
  temporaryFolder().write('log', 'rows')`

/** What a process leaves in its folder for temporary files, and how it ends. */
async function left(code: string, signal?: NodeJS.Signals) {
  const home = scratchFolder()
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${folders}\n${code}`], {
    env: { ...process.env, TMPDIR: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'close')
  if (signal) {
    await once(child.stdout, 'data')
    child.kill(signal)
  }
  return { end: await ended, files: readdirSync(home) }
}

const waits = `process.stdout.write('ready'); setTimeout(() => {}, 60_000)`

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends a process, and its temporary folders', async signal => {
  expect(await left(waits, signal)).toEqual({ end: [null, signal], files: [] })
})

test('a process that listens itself goes on', async () => {
  const listens = `process.once('SIGINT', () => setTimeout(() => process.exit(5))); ${waits}`
  expect(await left(listens, 'SIGINT')).toEqual({ end: [5, null], files: [] })
})

test('an exception that nobody catches leaves no folder', async () => {
  expect(await left('throw new Error()')).toEqual({ end: [1, null], files: [] })
})
