import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scratchFolder } from './scratch.ts'

const files = JSON.stringify(new URL('../dist/index.js', import.meta.url).href)

/** Three folders, one of them removed and one discarded, with a file in the last. */
const folders = `
  const { temporaryFolder } = await import(${files})
  temporaryFolder().remove()
  temporaryFolder().discard()
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

test('a process removes the folders that it has discarded before it ends', async () => {
  const all = `for (let count = 0; count < 20; count++) {
    const folder = temporaryFolder()
    folder.write('log', 'rows')
    folder.discard()
  }`
  expect(await left(all)).toEqual({ end: [0, null], files: [] })
  expect(await left(`${all}; process.exit(3)`)).toEqual({ end: [3, null], files: [] })
})
